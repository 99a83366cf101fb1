from django.urls import URLPattern, URLResolver

app_name = "draw"
urlpatterns: list[URLPattern | URLResolver] = []
