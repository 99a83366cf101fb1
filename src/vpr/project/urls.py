from django.urls import include, path

urlpatterns = [
    path("", include("vpr.base.urls")),
    path("accounts/", include("vpr.cabinets.account_urls")),
    path("", include("vpr.cabinets.urls")),
    path("campaigns/", include("vpr.campaigns.urls")),
    path("exchange/", include("vpr.exchange.urls")),
    path("enrollment/", include("vpr.enrollment.urls")),
    path("questionnaire/", include("vpr.questionnaire.urls")),
    path("support/", include("vpr.support.urls")),
    path("timetable/", include("vpr.timetable.urls")),
    path("draw/", include("vpr.draw.urls")),
    path("staffing/", include("vpr.staffing.urls")),
    path("objectivity/", include("vpr.objectivity.urls")),
    path("results/", include("vpr.results.urls")),
    path("analytics/", include("vpr.analytics.urls")),
]
