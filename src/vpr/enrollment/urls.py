from django.urls import URLPattern, URLResolver, path

from vpr.enrollment.views import application, applications, freezing, hub, reconciliation, schools

app_name = "enrollment"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", hub.preparation, name="preparation"),
    path("schools/import/", schools.import_list, name="import_schools"),
    path("schools/import/list.xlsx", schools.sample_list, name="sample_list"),
    path("reconciliation/", reconciliation.overview, name="reconciliation"),
    path("reconciliation/<str:unit>/", reconciliation.reconciled_list, name="reconciled_list"),
    path("reconciliation/<str:unit>/decide/", reconciliation.decide, name="decide_list"),
    path("applications/", applications.overview, name="applications"),
    path("applications/applications.xlsx", applications.workbook, name="applications_workbook"),
    path("applications/confirm/", applications.confirm, name="confirm_applications"),
    path("applications/freeze/", freezing.freeze, name="freeze"),
    path("applications/freeze/press/", freezing.press, name="press_freeze"),
    path("applications/<str:unit>/", application.application, name="application"),
    path("applications/<str:unit>/act/", application.act, name="act_on_application"),
]
