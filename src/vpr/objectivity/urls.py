from django.urls import URLPattern, URLResolver

app_name = "objectivity"
urlpatterns: list[URLPattern | URLResolver] = []
