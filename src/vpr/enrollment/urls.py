from django.urls import URLPattern, URLResolver, path

from vpr.enrollment.views import hub

app_name = "enrollment"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", hub.preparation, name="preparation"),
]
