"""How a school works, the holidays of a region, the calendar and its subscription links."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow, open_to_all
from vpr.kernel.roles import SCHOOL_ROLES, Role
from vpr.timetable.forms import LESSONS_ASKED, HolidayForm, SchoolDayForm
from vpr.timetable.models import CalendarFeed, ClassGroup, SchoolHoliday
from vpr.timetable.queries.feeds import calendar_of, feed_of, feed_url, feeds_of
from vpr.timetable.queries.register import classes_of
from vpr.timetable.queries.week import holidays_of, school_day
from vpr.timetable.services import make_feed, replace_holidays, revoke_feed, save_school_day
from vpr.timetable.views.doors import campaign_or_404

ICS = "text/calendar; charset=utf-8"
_HolidaySet = forms.formset_factory(HolidayForm, extra=3, max_num=30)


@allow(*SCHOOL_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def school_settings(request: CabinetRequest) -> HttpResponse:
    unit = request.cabinet.unit
    day = school_day(unit)
    initial: dict[str, object] = {
        "is_six_day": day.is_six_day,
        "shortest_break": day.shortest_break,
        "computer_seats": day.computer_seats,
    }
    initial |= {f"starts_{number}": at for number, at in enumerate(day.lesson_starts[:LESSONS_ASKED], start=1)}
    form = SchoolDayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_school_day(
            by=request.cabinet,
            is_six_day=form.cleaned_data["is_six_day"],
            shortest_break=form.cleaned_data["shortest_break"],
            computer_seats=form.cleaned_data["computer_seats"],
            lesson_starts=form.starts,
            now=clock.now(),
        )
        messages.success(request, "Сохранено. Расписание проверяется по этим данным.")
        return redirect("timetable:timetable")
    today = clock.now().date()
    holidays = [item for item in holidays_of(unit.region or unit) if item.last >= today]
    return render(request, "timetable/school_settings.html", {"form": form, "unit": unit, "holidays": holidays})


@allow(Role.REGIONAL_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: CabinetRequest) -> HttpResponse:
    unit = request.cabinet.unit
    own = SchoolHoliday.objects.filter(unit=unit).exists()
    initial = [{"title": item.title, "first": item.first, "last": item.last} for item in holidays_of(unit)]
    forms_of_page = _HolidaySet(request.POST or None, initial=initial)
    for number, form in enumerate(forms_of_page, start=1):
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, строка {number}"
    if request.method == "POST" and forms_of_page.is_valid():
        rows = [form.holiday for form in forms_of_page if form.holiday]
        replace_holidays(by=request.cabinet, holidays=sorted(rows, key=lambda row: row.first), now=clock.now())
        messages.success(request, "Каникулы сохранены. Школы региона не смогут назначить на эти дни работы.")
        return redirect("timetable:holidays")
    return render(request, "timetable/holidays.html", {"forms": forms_of_page, "unit": unit, "is_own": own})


@allow(*SCHOOL_ROLES)
@require_safe
def calendar_file(request: CabinetRequest) -> HttpResponse:
    """The calendar of the school as it stands, to be opened once."""
    campaign, unit = campaign_or_404(), request.cabinet.unit
    return _ics(calendar_of(unit, campaign, None, clock.now()), f"vpr-{unit.code}.ics")


@allow(*SCHOOL_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: CabinetRequest) -> HttpResponse:
    """Subscription links: of the school and of classes; POST makes one."""
    campaign, unit = campaign_or_404(), request.cabinet.unit
    groups = classes_of(unit, campaign)
    if request.method == "POST":
        group = _group(request, groups)
        make_feed(by=request.cabinet, unit=unit, campaign=campaign, class_group=group, now=clock.now())
        messages.success(request, "Ссылка создана. Кто её получит, увидит расписание без входа в систему.")
        return redirect("timetable:feeds")
    page = {"campaign": campaign, "unit": unit, "classes": groups}
    page["feeds"] = [(feed, feed_url(feed)) for feed in feeds_of(unit, campaign)]
    return render(request, "timetable/feeds.html", page)


@allow(*SCHOOL_ROLES)
@require_POST
def revoke(request: CabinetRequest, number: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed.objects.select_related("unit"), pk=number, unit=request.cabinet.unit)
    revoke_feed(by=request.cabinet, feed=feed, now=clock.now())
    messages.success(request, "Ссылка отозвана и больше не открывается.")
    return redirect("timetable:feeds")


@open_to_all
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs: no sign-in, the address itself is the key."""
    found = feed_of(token)
    if found is None:
        raise Http404
    response = _ics(calendar_of(found.unit, found.campaign, found.class_group, clock.now()), "vpr.ics")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response


def _group(request: CabinetRequest, groups: list[ClassGroup]) -> ClassGroup | None:
    chosen = request.POST.get("class", "")
    if not chosen:
        return None
    group = next((item for item in groups if str(item.pk) == chosen), None)
    if group is None:
        raise Http404
    return group


def _ics(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=ICS, headers=headers)
