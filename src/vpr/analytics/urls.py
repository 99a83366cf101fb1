from django.urls import URLPattern, URLResolver, path

from vpr.analytics import views

app_name = "analytics"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("own/", views.own_results, name="own_results"),
    path("<str:assessment>/<str:unit>/", views.reports, name="reports"),
    path("<str:assessment>/<str:unit>/names/", views.names, name="names"),
    path("<str:assessment>/<str:unit>/<slug:name>/", views.report, name="report"),
    path("<str:assessment>/<str:unit>/<slug:name>/chart/<slug:chart>.<slug:width>.svg", views.chart, name="chart"),
    path("<str:assessment>/<str:unit>/<slug:name>/download.<slug:kind>", views.download, name="download"),
]
