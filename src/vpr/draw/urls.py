from django.urls import URLPattern, URLResolver, path

from vpr.draw.views import home, monitoring, public, redraw, rounds, school

app_name = "draw"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("school/", school.school, name="school"),
    path("schools/<str:unit>/", school.school_of, name="school_of"),
    path("schools/<str:unit>/draw.pdf", school.paper, name="paper"),
    path("schools/<str:unit>/redraw/", redraw.redraw, name="redraw"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/draw.xlsx", monitoring.table, name="monitoring_table"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<int:number>/", rounds.round_page, name="round"),
    path("rounds/<int:number>/close/", rounds.close, name="close"),
    path("rounds/<int:number>/draw/", rounds.draw, name="draw"),
    path("rounds/<int:number>/publish/", rounds.publish, name="publish"),
    path("rounds/<int:number>/drop/", rounds.drop, name="drop"),
    path("public/", public.every_round, name="public"),
    path("public/<slug:campaign>/<int:number>/", public.one_round, name="public_round"),
    path("public/<slug:campaign>/<int:number>/<str:name>", public.file, name="public_file"),
]
