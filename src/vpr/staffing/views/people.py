"""Staff and rooms of the school."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.kernel.roles import SCHOOL_ROLES
from vpr.kernel.subjects import SUBJECTS
from vpr.staffing import services
from vpr.staffing.forms import MemberForm, RoomForm
from vpr.staffing.models import Room, StaffMember
from vpr.staffing.queries import rooms_of, staff_of
from vpr.staffing.services import MemberCard
from vpr.staffing.views.campaign import campaign_or_404
from vpr.timetable.models import ClassGroup
from vpr.timetable.queries import classes_of


@allow(*SCHOOL_ROLES)
def people(request: CabinetRequest) -> HttpResponse:
    """Who works here, and a form for one more."""
    groups = _groups(request)
    form = MemberForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        services.save_member(by=request.cabinet, card=_card(form, groups), now=clock.now())
        messages.success(request, "Сотрудник добавлен.")
        return redirect("staffing:people")
    rows = [
        (member, ", ".join(SUBJECTS[key].title for key in member.subjects if key in SUBJECTS))
        for member in staff_of(request.cabinet.unit)
    ]
    return render(request, "staffing/people.html", {"rows": rows, "form": form})


@allow(*SCHOOL_ROLES)
def person(request: CabinetRequest, number: int) -> HttpResponse:
    member, groups = _member(request, number), _groups(request)
    form = MemberForm(request.POST or None, groups=groups, initial=MemberForm.known(member))
    if request.method == "POST" and form.is_valid():
        services.save_member(by=request.cabinet, card=_card(form, groups), member=member, now=clock.now())
        messages.success(request, "Сведения сохранены.")
        return redirect("staffing:people")
    return render(request, "staffing/person.html", {"member": member, "form": form})


@allow(*SCHOOL_ROLES)
@require_POST
def dismiss(request: CabinetRequest, number: int) -> HttpResponse:
    services.dismiss_member(by=request.cabinet, member=_member(request, number), now=clock.now())
    messages.success(request, "Сотрудник убран из списка и из плана аудиторий.")
    return redirect("staffing:people")


@allow(*SCHOOL_ROLES)
def rooms(request: CabinetRequest) -> HttpResponse:
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.save_room(by=request.cabinet, **form.cleaned_data)
        messages.success(request, "Аудитория добавлена.")
        return redirect("staffing:rooms")
    return render(request, "staffing/rooms.html", {"rooms": rooms_of(request.cabinet.unit), "form": form})


@allow(*SCHOOL_ROLES)
@require_POST
def drop_room(request: CabinetRequest, number: int) -> HttpResponse:
    room = Room.objects.filter(pk=number, unit=request.cabinet.unit).first()
    if room is None:
        raise Http404
    services.drop_room(by=request.cabinet, room=room)
    messages.success(request, f"Аудитория {room.number} удалена.")
    return redirect("staffing:rooms")


def _groups(request: CabinetRequest) -> list[ClassGroup]:
    return classes_of(request.cabinet.unit, campaign_or_404())


def _card(form: MemberForm, groups: list[ClassGroup]) -> MemberCard:
    fields = form.cleaned_data
    chosen = set(fields["classes"])
    return MemberCard(
        fields["name"],
        fields["post"],
        fields["is_administration"],
        fields["subjects"],
        [group for group in groups if str(group.pk) in chosen],
    )


def _member(request: CabinetRequest, number: int) -> StaffMember:
    found = StaffMember.objects.filter(pk=number, unit=request.cabinet.unit, left_at=None).first()
    if found is None:
        raise Http404
    return found
