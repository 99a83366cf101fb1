from django.urls import include, path

urlpatterns = [
    path("", include("vpr.base.urls")),
    path("accounts/", include("vpr.cabinets.account_urls")),
    path("", include("vpr.cabinets.urls")),
    path("campaigns/", include("vpr.campaigns.urls")),
    path("exchange/", include("vpr.exchange.urls")),
    path("results/", include("vpr.results.urls")),
    path("analytics/", include("vpr.analytics.urls")),
]
