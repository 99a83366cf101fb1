"""Windows and waves of one assessment or of many at once; publication of a wave."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.campaigns import services
from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.forms import DatesForm, dates_initial, wave_places
from vpr.campaigns.ledger import contents_of
from vpr.campaigns.models import Assessment, Wave
from vpr.campaigns.queries import dates_of
from vpr.campaigns.rules import check_dates
from vpr.campaigns.views.doors import author_of
from vpr.kernel.faults import Fault, Severity
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import Role


@allow(Role.FEDERAL_ORGANIZER)
def dates(request: CabinetRequest) -> HttpResponse:
    """`?code=` names the assessments; all times are Moscow times."""
    assessments = _chosen(request)
    waves = [wave for item in assessments for wave in item.waves.all()]
    form = DatesForm(request.POST or None, initial=dates_initial(assessments), waves=wave_places(waves))
    page = {"assessments": assessments, "form": form, "campaign": assessments[0].campaign}
    if request.method == "POST" and form.is_valid():
        faults = _faults(form, assessments)
        errors = [fault for fault in faults if CATALOGUE[fault.code].severity is Severity.ERROR]
        if not errors:
            changed = [item for item in assessments if _save(request, form, item)]
            messages.success(request, f"Сроки сохранены, изменено работ: {len(changed)}.")
            for text in _texts(faults):
                messages.warning(request, text)
            return _back(assessments)
        page["faults"] = _texts(faults)
    return render(request, "campaigns/dates.html", page)


def _chosen(request: CabinetRequest) -> list[Assessment]:
    codes = request.GET.getlist("code")
    found = Assessment.objects.filter(code__in=codes).select_related("campaign").prefetch_related("windows", "waves")
    assessments = list(found.order_by("grade", "subject", "code"))
    if not assessments or len(assessments) != len(set(codes)):
        raise Http404
    return assessments


def _faults(form: DatesForm, assessments: list[Assessment]) -> list[Fault]:
    """Faults of every assessment, each once; with many, a fault of only some says of which."""
    found: dict[Fault, list[str]] = {}
    for item in assessments:
        windows, waves, published = dates_of(item)
        for fault in check_dates(form.windows(windows), form.waves(waves), published):
            found.setdefault(fault, []).append(item.title)
    return [
        fault
        if len(titles) == len(assessments)
        else Fault(fault.code, f"{', '.join(titles)}, {fault.cell}", fault.details)
        for fault, titles in found.items()
    ]


def _save(request: CabinetRequest, form: DatesForm, assessment: Assessment) -> bool:
    windows, waves, _ = dates_of(assessment)
    return services.change_dates(
        assessment=assessment, windows=form.windows(windows), waves=form.waves(waves), author=author_of(request)
    )


def _texts(faults: list[Fault]) -> list[str]:
    return [fault_text(fault, CATALOGUE) for fault in faults]


def _back(assessments: list[Assessment]) -> HttpResponse:
    if len(assessments) == 1:
        return redirect("campaigns:assessment", code=assessments[0].code)
    response = redirect("campaigns:overview")
    response["Location"] += f"?campaign={assessments[0].campaign.code}"
    return response


@allow(Role.FEDERAL_ORGANIZER)
def publish(request: CabinetRequest, code: str, number: int) -> HttpResponse:
    """What a publication would show, and the button that does it."""
    wave = get_object_or_404(Wave.objects.select_related("assessment__campaign"), assessment__code=code, number=number)
    now = clock.now()
    if request.method == "POST":
        services.publish_wave(
            wave=wave, account=request.cabinet.account, now=now, reason=request.POST.get("reason", "")
        )
        messages.success(
            request, f"Волна {number} опубликована. Показатели пересчитываются: обычно это занимает до минуты."
        )
        return redirect("campaigns:assessment", code=code)
    page = {"wave": wave, "assessment": wave.assessment, "now": now, "contents": contents_of(wave), "refusal": None}
    try:
        services.refuse_publication(wave, now)
    except Refusal as refusal:
        page["refusal"] = refusal
    page["has_scale"] = hasattr(wave.assessment, "mark_scale")
    return render(request, "campaigns/publish.html", page)
