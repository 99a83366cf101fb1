from django.urls import URLPattern, URLResolver, path

from vpr.timetable.views import absences, classes, days, monitoring, reserve, timetable

app_name = "timetable"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", timetable.timetable, name="timetable"),
    path("forms/<str:code>/", timetable.timetable, name="timetable_form"),
    path("schools/<str:unit>/", timetable.school, name="school"),
    path("classes/", classes.classes, name="classes"),
    path("classes/forms/<str:code>/", classes.classes, name="classes_form"),
    path("classes/<str:unit>/", classes.register, name="register"),
    path("settings/", days.school_settings, name="settings"),
    path("holidays/", days.holidays, name="holidays"),
    path("calendar.ics", days.calendar_file, name="calendar_file"),
    path("links/", days.feeds, name="feeds"),
    path("links/<int:number>/revoke/", days.revoke, name="revoke_feed"),
    path("feeds/<str:token>.ics", days.feed, name="feed"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<str:unit>/", monitoring.monitoring, name="monitoring_of"),
    path("monitoring/<str:unit>/timetable.xlsx", monitoring.monitoring_table, name="monitoring_table"),
    path("absences/", absences.absences, name="absences"),
    path("absences/below/", absences.absences_below, name="absences_below"),
    path("absences/<str:unit>/", absences.absences_below, name="absences_of"),
    path("reserve/", reserve.reserve, name="reserve"),
    path("reserve/ask/", reserve.ask, name="ask"),
    path("reserve/<int:number>/", reserve.reserve_request, name="reserve_request"),
    path("reserve/<int:number>/correct/", reserve.correct, name="correct"),
    path("reserve/<int:number>/<str:move>/", reserve.decide, name="decide"),
]
