"""The coordinator's buttons: distribute, assign by hand, take back, tell."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vpr.base import clock
from vpr.cabinets.access import CabinetRequest, allow
from vpr.objectivity import services
from vpr.objectivity.models import Observer
from vpr.objectivity.queries.posts import available, candidates_of, choices_for, classes_by_post
from vpr.objectivity.roles import DISTRIBUTORS
from vpr.objectivity.rules.fitness import OBSTACLE_WORDS
from vpr.objectivity.views.doors import campaign_or_404, day_or_404, duty_or_404, school_or_404


@allow(*DISTRIBUTORS)
@require_POST
def distribute(request: CabinetRequest) -> HttpResponse:
    made = services.distribute(by=request.cabinet, campaign=campaign_or_404(), now=clock.now())
    messages.success(
        request, f"Назначено наблюдателей: {made.placed}. Проверьте и при необходимости исправьте вручную."
    )
    if made.from_here:
        messages.warning(
            request, f"Из них в школы, которые сами их предложили: {made.from_here}. Других кандидатур не было."
        )
    if made.gaps:
        messages.warning(
            request, f"Осталось дней без наблюдателя: {len(made.gaps)}. Причины – на странице каждого дня."
        )
    return redirect("objectivity:observers")


@allow(*DISTRIBUTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: CabinetRequest, unit: str, day: str) -> HttpResponse:
    """A school on a day: who may be sent, who may not and why."""
    school, on, campaign = school_or_404(request, unit), day_or_404(day), campaign_or_404()
    if request.method == "POST":
        chosen = _observer_or_404(request)
        services.assign(by=request.cabinet, observer=chosen, school=school, on=on, now=clock.now())
        messages.success(request, f"Назначено: {chosen.name}, {on:%d.%m.%Y}.")
        return redirect("objectivity:observers")
    choices = choices_for(school, on, request.cabinet.scope, campaign)
    classes = classes_by_post(request.cabinet.scope, campaign, on=on).get((school.pk, on), [])
    page = {
        "school": school,
        "on": on,
        "classes": classes,
        "fit": [item for item in choices if item.obstacle is None],
        "unfit": [(item, OBSTACLE_WORDS[item.obstacle]) for item in choices if item.obstacle is not None],
    }
    return render(request, "objectivity/post.html", page)


@allow(*DISTRIBUTORS)
@require_safe
def candidates(request: CabinetRequest) -> HttpResponse:
    """Everybody whom the schools of the scope have proposed, with contacts."""
    people = list(available(request.cabinet.scope, campaign_or_404()))
    days = {item.key: len(item.taken) for item in candidates_of(people)}
    rows = [(item, days[item.pk]) for item in people]
    return render(request, "objectivity/candidates.html", {"rows": rows})


@allow(*DISTRIBUTORS)
@require_POST
def release(request: CabinetRequest, number: int) -> HttpResponse:
    services.release(by=request.cabinet, duty=duty_or_404(request, number), now=clock.now())
    messages.success(request, "Назначение снято.")
    return redirect("objectivity:observers")


@allow(*DISTRIBUTORS)
@require_POST
def tell(request: CabinetRequest) -> HttpResponse:
    count = services.tell(by=request.cabinet, campaign=campaign_or_404(), now=clock.now())
    messages.success(request, f"Письма о дате и времени отправляются: {count}.")
    return redirect("objectivity:observers")


def _observer_or_404(request: CabinetRequest) -> Observer:
    number = request.POST.get("observer", "")
    people = available(request.cabinet.scope, campaign_or_404())
    found = people.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    if found is None:
        raise Http404
    return found
