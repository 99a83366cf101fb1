from django.urls import path

from vpr.cabinets.views import activation, appointments, help, journal, notifications, today, units

app_name = "cabinets"
urlpatterns = [
    path("", today.today, name="today"),
    path("switch/", today.switch, name="switch"),
    path("profile/", today.profile, name="profile"),
    path("activate/", activation.activate, name="activate"),
    path("codes/", activation.codes, name="codes"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read, name="read"),
    path("notifications/settings/", notifications.letters, name="letters"),
    path("units/", units.units, name="units"),
    path("units/list.xlsx", units.units_workbook, name="units_workbook"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("units/<slug:code>/contacts/", units.contacts, name="contacts"),
    path("units/<slug:code>/appoint/", appointments.appoint, name="appoint"),
    path("units/<slug:code>/appointments/<int:number>/end/", appointments.end, name="end"),
    path("units/<slug:code>/appointments/<int:number>/code/", appointments.issue, name="issue"),
    path("units/<slug:code>/appointments/<int:number>/revoke/", appointments.revoke, name="revoke"),
    path(
        "units/<slug:code>/appointments/<int:number>/second-factor/",
        appointments.reset_second_factor,
        name="reset_second_factor",
    ),
    path("journal/", journal.journal, name="journal"),
    path("help/", help.help_page, name="help"),
    path("help/faults/", help.faults, name="faults"),
]
