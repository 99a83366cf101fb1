from django.urls import path

from vpr.staffing.views import acts, people, plan

app_name = "staffing"
urlpatterns = [
    path("", acts.acts, name="acts"),
    path("orders/<slug:kind>/", acts.number, name="number"),
    path("orders/<slug:kind>/file/", acts.download, name="download"),
    path("people/", people.people, name="people"),
    path("people/<int:number>/", people.person, name="person"),
    path("people/<int:number>/dismiss/", people.dismiss, name="dismiss"),
    path("rooms/", people.rooms, name="rooms"),
    path("rooms/<int:number>/drop/", people.drop_room, name="drop_room"),
    path("plan/", plan.plan, name="plan"),
    path("plan/propose/", plan.propose, name="propose"),
    path("plan/<int:number>/divide/", plan.divide, name="divide"),
    path("experts/", plan.experts, name="experts"),
]
