"""Reserve days: a school asks, the municipality agrees, the region decides (S1, S2 2.4.1); every step is on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import record_audit
from vpr.campaigns.models import Assessment, Campaign
from vpr.campaigns.queries import step_window
from vpr.exchange.position import moment_text
from vpr.kernel.personal import personal_in
from vpr.kernel.roles import Role
from vpr.timetable.models import ClassGroup, ReserveEvent, ReserveRequest, Sitting
from vpr.timetable.queries.reserve import bounds_of, end_of_day, suggested_upload_day
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.reserve import LIVE, MOVES, Move, Rule, State, wrong_day
from vpr.timetable.rules.sittings import LANGUAGES
from vpr.timetable.services.reserve_days import place_reserve, take_back_reserve
from vpr.timetable.services.reserve_notices import tell

VERBS = {
    State.SUBMITTED: "asked_reserve_day",
    State.AGREED: "agreed_reserve_day",
    State.GRANTED: "granted_reserve_day",
    State.RETURNED: "returned_reserve_day",
    State.REFUSED: "refused_reserve_day",
    State.WITHDRAWN: "withdrew_reserve_day",
}


class OnlyTheSchoolAsks(Refusal):
    """Резервный день запрашивает ответственный организатор школы."""


class NoClasses(Refusal):
    """Выберите хотя бы один класс, который пишет эту работу."""


class TooManyParticipants(Refusal):
    """Участников больше, чем в выбранных классах. Проверьте число."""


class AskedAlready(Refusal):
    """По этой работе для этого класса запрос уже есть. Дождитесь решения или отзовите прежний запрос."""


class WrongDay(Refusal):
    """Этот день не подходит для резервного."""


class NamesNobody(Refusal):
    """В пояснении похоже на имя, телефон или СНИЛС. Оставьте только причину и номер документа: имена не передаются."""


class NotNow(Refusal):
    """Это действие сейчас невозможно: запрос уже в другом состоянии. Обновите страницу."""


class WordsNeeded(Refusal):
    """Напишите причину: школа прочитает её в уведомлении."""


class WrongUploadDay(Refusal):
    """Последний день загрузки не может быть раньше резервного дня."""


class TooLateUpload(Refusal):
    """Последний день загрузки позже последней волны: результаты в неё не попадут."""


class BusyDay(Refusal):
    """В этот день класс уже пишет другую работу."""


class StepClosed(Refusal):
    """Запросы резервных дней сейчас не принимаются."""


@dataclass(frozen=True)
class Wish:
    """What a school asks for."""

    assessment: Assessment
    classes: Sequence[ClassGroup]
    participants: int
    is_whole_class: bool
    wanted_on: date
    reason: str
    words: str = ""


@dataclass(frozen=True)
class Decision:
    """What goes with a change of state; the day and the end of uploads only with a grant."""

    words: str = ""
    granted_on: date | None = None
    upload_day: date | None = None
    wish: Wish | None = None  # the request as corrected by the school


@transaction.atomic
def ask_reserve_day(*, by: Cabinet, campaign: Campaign, wish: Wish, now: datetime) -> ReserveRequest:
    if by.role != Role.SCHOOL_ORGANIZER:
        raise OnlyTheSchoolAsks
    _refuse_closed(campaign, by.unit, now)
    Unit.objects.select_for_update(no_key=True).get(pk=by.unit.pk)
    _refuse_wish(by.unit, wish, now, None)
    request = ReserveRequest(campaign=campaign, unit=by.unit, asked_at=now, changed_at=now, state=State.SUBMITTED)
    _write_wish(request, wish)
    _remember(request, by, wish.words, now)
    return request


@transaction.atomic
def change_reserve(
    *, by: Cabinet, request: ReserveRequest, move: Move, decision: Decision, now: datetime
) -> ReserveRequest:
    """One legal step of a request; anything else is refused."""
    request = (
        ReserveRequest.objects.select_for_update(of=("self",))
        .select_related("unit", "assessment", "campaign")
        .get(pk=request.pk)
    )
    rule = _rule(by, request, move)
    if rule.needs_words and not decision.words.strip():
        raise WordsNeeded
    if move is Move.RESUBMIT and decision.wish is not None:
        _refuse_wish(request.unit, decision.wish, now, request)
        _write_wish(request, decision.wish)
    if move is Move.GRANT:
        _grant(request, decision, by, now)
    if move is Move.REVOKE:
        take_back_reserve(request, by.account, now)
    request.state, request.changed_at = rule.to, now
    request.save()
    _remember(request, by, decision.words, now)
    return request


def _rule(by: Cabinet, request: ReserveRequest, move: Move) -> Rule:
    rule = MOVES.get((State(request.state), move))
    if rule is None or by.role not in rule.by or not by.scope.reaches(request.unit):
        raise NotNow
    return rule


def _refuse_wish(unit: Unit, wish: Wish, now: datetime, own: ReserveRequest | None) -> None:
    if personal_in(wish.words):
        raise NamesNobody
    if not wish.classes or any(group.grade != wish.assessment.grade for group in wish.classes):
        raise NoClasses
    most = sum(group.participants for group in wish.classes)
    if not wish.participants or (most and wish.participants > most):
        raise TooManyParticipants(f"Участников {wish.participants}, а в выбранных классах {most}. Проверьте число.")
    live = ReserveRequest.objects.filter(assessment=wish.assessment, state__in=LIVE, classes__in=wish.classes)
    if (live.exclude(pk=own.pk) if own else live).exists():
        raise AskedAlready
    _refuse_day(unit, wish.assessment, wish.classes, wish.wanted_on, now)


def _refuse_closed(campaign: Campaign, unit: Unit, now: datetime) -> None:
    """S1: requests have their time in the plan; a plan that does not date them takes them at any time."""
    step = step_window(campaign, "reserve")
    if step is None or step.opens_at <= now < step.closes_at:
        return
    if now < step.opens_at:
        raise StepClosed(f"Запросы принимаются с {moment_text(step.opens_at, unit.time_zone)}. Отправьте запрос тогда.")
    raise StepClosed(
        f"Приём запросов закончен {moment_text(step.closes_at, unit.time_zone)}. "
        "Обратитесь к региональному координатору: срок меняет федеральный организатор."
    )


def _refuse_day(unit: Unit, assessment: Assessment, classes: Iterable[ClassGroup], day: date, now: datetime) -> None:
    """U-07 of the timetable too: one work a day, or a day would be granted with which the timetable is refused."""
    wrong = wrong_day(day, bounds_of(assessment, unit, now), school_week(unit, assessment.campaign))
    if wrong:
        raise WrongDay(wrong)
    busy = Sitting.objects.filter(class_group__in=classes, on=day).exclude(assessment=assessment)
    if assessment.subject in LANGUAGES:  # halves of a class write their languages at the same time
        busy = busy.exclude(assessment__subject__in=LANGUAGES)
    taken = busy.select_related("class_group", "assessment").first()
    if taken is not None:
        raise BusyDay(
            f"{taken.class_group.name} в этот день уже пишет работу «{taken.assessment.title}». "
            "Выберите другой день: в один день класс пишет одну работу."
        )


def _write_wish(request: ReserveRequest, wish: Wish) -> None:
    request.assessment, request.participants = wish.assessment, wish.participants
    request.is_whole_class, request.wanted_on = wish.is_whole_class, wish.wanted_on
    request.reason, request.words = wish.reason, wish.words
    request.save()
    request.classes.set(wish.classes)


def _grant(request: ReserveRequest, decision: Decision, by: Cabinet, now: datetime) -> None:
    """The day as asked or another one; uploads of this school run on until the end of the told day."""
    day = decision.granted_on or request.wanted_on
    _refuse_day(request.unit, request.assessment, request.classes.all(), day, now)
    last = decision.upload_day or suggested_upload_day(request.assessment, request.unit, day, now)
    if last < day:
        raise WrongUploadDay
    latest = bounds_of(request.assessment, request.unit, now).late_until
    if latest and last > latest:
        raise TooLateUpload(
            f"Результаты принимаются до {latest:%d.%m.%Y}: позже они не попадут ни в одну волну. "
            "Назовите этот день или более ранний."
        )
    request.granted_on, request.upload_until = day, end_of_day(last, request.unit)
    request.save(update_fields=["granted_on", "upload_until"])
    place_reserve(request, by.account, now)


def _remember(request: ReserveRequest, by: Cabinet, words: str, now: datetime) -> None:
    ReserveEvent.objects.create(
        request=request, at=now, account=by.account, unit=by.unit, state=request.state, words=words.strip()
    )
    record_audit(
        account=by.account,
        unit=request.unit,
        verb=VERBS[State(request.state)],
        subject=f"{request.assessment.title}, {request.unit}",
        now=now,
        details={"request": request.pk, "day": str(request.granted_on or request.wanted_on), "why": words[:300]},
    )
    tell(request, by, words.strip(), now)
