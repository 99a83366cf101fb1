from django.urls import URLPattern, URLResolver, path

from vpr.objectivity.views import assigning, home, presence

app_name = "objectivity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.observers, name="observers"),
    path("monitoring/<str:unit>/", home.monitoring, name="monitoring"),
    path("candidates/", assigning.candidates, name="candidates"),
    path("distribute/", assigning.distribute, name="distribute"),
    path("tell/", assigning.tell, name="tell"),
    path("posts/<str:unit>/<str:day>/", assigning.post, name="post"),
    path("duties/<int:number>/", presence.memo_page, name="memo"),
    path("duties/<int:number>/release/", assigning.release, name="release"),
    path("duties/<int:number>/mark/", presence.mark, name="mark"),
    path("duties/<int:number>/appointment.pdf", presence.appointment, name="appointment"),
    path("schools/<str:unit>/observers.pdf", presence.school_list, name="school_list"),
]
