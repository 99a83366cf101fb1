from django.urls import URLPattern, URLResolver, path

from vpr.results import grid_views, views

app_name = "results"
urlpatterns: list[URLPattern | URLResolver] = [
    path("grid/<str:code>/", grid_views.grid, name="grid"),
    path("grid/<str:code>/draft", grid_views.grid_draft, name="grid_draft"),
    path("grid/<str:code>/check", grid_views.grid_check, name="grid_check"),
    path("grid/<str:code>/send", grid_views.grid_send, name="grid_send"),
    path("imports/", views.imports, name="imports"),
    path("imports/<int:number>/", views.import_report, name="import_report"),
    path("imports/<int:number>/refusals.<str:form>", views.import_refusals, name="import_refusals"),
]
