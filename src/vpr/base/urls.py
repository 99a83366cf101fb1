from django.urls import path

from vpr.base import views

app_name = "base"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
