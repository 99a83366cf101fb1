"""A reserve day from the school's wish to the later wave; every other way is refused (S1, S2 2.4, S5 3.11-3.12)."""

from datetime import date, timedelta

import pytest

from conftest import NOW
from timetable_stage import cabinet_of, date_uploads, make_stage, rows
from vpr.base.refusals import Refusal
from vpr.cabinets.models import AuditEntry, Notification
from vpr.cabinets.today import steps_of
from vpr.campaigns.models import PlanStep
from vpr.campaigns.statuses import StatusQuestion
from vpr.exchange.models import Expectation
from vpr.exchange.position import position_of
from vpr.exchange.services import workbook_of_assessment
from vpr.kernel.roles import Role
from vpr.timetable import services
from vpr.timetable.models import ReserveRequest, Sitting
from vpr.timetable.queries.duties import duties_of
from vpr.timetable.queries.feeds import calendar_of
from vpr.timetable.queries.placed import placed_of
from vpr.timetable.queries.register import classes_of
from vpr.timetable.queries.reserve import waiting_for
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.planner import propose
from vpr.timetable.rules.reserve import Move, State
from vpr.timetable.rules.sittings import check_timetable
from vpr.timetable.services.reserve import Decision, Wish
from vpr.timetable.statuses import STATUSES
from vpr.timetable.today import timetable_steps

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 14)  # after the period, before the last late upload
SCHOOL, MUNICIPAL, REGIONAL = Role.SCHOOL_ORGANIZER, Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR


@pytest.fixture
def stage(world, db):
    made = make_stage()
    date_uploads(made.works["ma4"])
    services.replace_register(unit=world.school, campaign=made.campaign, rows=rows(), account=None, now=NOW)
    duties = duties_of(world.school, made.campaign, NOW.date())
    placed = propose(duties, school_week(world.school, made.campaign))
    services.replace_timetable(unit=world.school, campaign=made.campaign, placed=placed, account=None, now=NOW)
    return made


def wish_of(world, stage, letter="А", **more):
    groups = [group for group in classes_of(world.school, stage.campaign, 4) if group.letter == letter]
    usual = {
        "assessment": stage.works["ma4"], "classes": groups, "participants": 20, "is_whole_class": True,
        "wanted_on": DAY, "reason": "quarantine", "words": "приказ 12",
    }  # fmt: skip
    return Wish(**usual | more)


def ask(world, stage, **more):
    by = cabinet_of(world, SCHOOL)
    return services.ask_reserve_day(by=by, campaign=stage.campaign, wish=wish_of(world, stage, **more), now=NOW)


def move(world, request, role, what, words="", now=NOW, **more):
    decision = Decision(words, **more)
    return services.change_reserve(by=cabinet_of(world, role), request=request, move=what, decision=decision, now=now)


def granted(world, stage, **more):
    request = ask(world, stage, **more)
    move(world, request, MUNICIPAL, Move.AGREE)
    return move(world, request, REGIONAL, Move.GRANT)


def last_notice(unit):
    return Notification.objects.filter(unit=unit).latest("pk")


def test_the_way_of_a_request_up_and_back_with_everyone_told(world, stage):
    request = ask(world, stage)
    assert last_notice(world.municipality).title.startswith("Запрос резервного дня")
    assert [item.pk for item in waiting_for(cabinet_of(world, MUNICIPAL), stage.campaign)] == [request.pk]
    assert not waiting_for(cabinet_of(world, REGIONAL), stage.campaign).exists()

    move(world, request, MUNICIPAL, Move.AGREE)
    assert "согласован" in last_notice(world.region).title
    assert [item.pk for item in waiting_for(cabinet_of(world, REGIONAL), stage.campaign)] == [request.pk]

    move(world, request, REGIONAL, Move.GRANT, "можно")
    request.refresh_from_db()
    assert (request.state, request.granted_on) == (State.GRANTED, DAY)
    assert (last_notice(world.school).topic, last_notice(world.municipality).topic) == ("decision", "decision")
    assert "следующую волну" in last_notice(world.school).body
    assert [event.state for event in request.events.all()] == ["submitted", "agreed", "granted"]
    assert {"asked_reserve_day", "agreed_reserve_day", "granted_reserve_day"} <= set(
        AuditEntry.objects.filter(unit=world.school).values_list("verb", flat=True)
    )


def test_uploads_of_this_school_alone_run_on_and_fall_into_the_later_wave(world, stage):
    request = granted(world, stage)
    request.refresh_from_db()
    workbook = workbook_of_assessment(stage.works["ma4"])
    own = Expectation.objects.get(unit=world.school, workbook=workbook)
    assert own.extended_until == request.upload_until
    after = request.upload_until - timedelta(hours=1)
    position = position_of(workbook, after, extended_until=own.extended_until)
    assert (position.is_open, position.is_late, position.wave) == (True, False, 2)
    assert position_of(workbook, after).is_late  # of a neighbor without a reserve day


def test_a_whole_class_moves_to_its_reserve_day_and_the_timetable_stays_right(world, stage):
    granted(world, stage)
    sitting = Sitting.objects.get(class_group__letter="А", class_group__grade=4, assessment=stage.works["ma4"])
    assert (sitting.on, sitting.reserve is not None) == (DAY, True)
    duties = duties_of(world.school, stage.campaign, NOW.date())
    placed = placed_of(world.school, stage.campaign, duties)
    assert check_timetable(placed, duties, school_week(world.school, stage.campaign)) == []
    services.replace_timetable(unit=world.school, campaign=stage.campaign, placed=placed, account=None, now=NOW)
    sitting.refresh_from_db()
    assert sitting.reserve is not None


def test_those_who_were_absent_get_a_day_beside_the_one_of_their_class(world, stage):
    granted(world, stage, is_whole_class=False, participants=3, reason="absent")
    found = Sitting.objects.filter(class_group__letter="А", class_group__grade=4, assessment=stage.works["ma4"])
    assert found.count() == 2
    duties = duties_of(world.school, stage.campaign, NOW.date())
    placed = placed_of(world.school, stage.campaign, duties)
    services.replace_timetable(unit=world.school, campaign=stage.campaign, placed=placed, account=None, now=NOW)
    assert found.count() == 2


def test_parts_of_a_long_work_stand_on_one_day_or_on_two(world, stage):
    work = stage.works["ru4"]
    granted(world, stage, assessment=work)
    lessons = [(item.on, item.part, item.lesson_from) for item in Sitting.objects.filter(reserve__isnull=False)]
    assert lessons == [(DAY, 1, 2), (DAY, 2, 3)]
    long = stage.works["ru4"]
    long.minutes = 180
    long.save()
    second = ask(world, stage, letter="Б", assessment=long)
    move(world, second, MUNICIPAL, Move.AGREE)
    move(world, second, REGIONAL, Move.GRANT)
    days = [(item.on, item.part) for item in Sitting.objects.filter(reserve=second)]
    assert days == [(DAY, 1), (DAY + timedelta(days=1), 2)]


def test_a_reserve_day_is_seen_in_today_and_in_the_calendar(world, stage):
    granted(world, stage)
    titles = [step.title for step in steps_of(cabinet_of(world, SCHOOL), NOW)]
    assert "Резервный день 14.05: ma 4 класс" in titles
    text = calendar_of(world.school, stage.campaign, None, NOW).decode().replace("\r\n ", "")
    assert "(резервный день)" in text
    assert "после резервного дня" in text


def test_waiting_requests_stand_in_today_of_those_who_decide(world, stage):
    request = ask(world, stage)
    titles = {role: [step.title for step in steps_of(cabinet_of(world, role), NOW)] for role in (MUNICIPAL, REGIONAL)}
    assert "Решить о резервных днях" in titles[MUNICIPAL]
    assert "Решить о резервных днях" not in titles[REGIONAL]
    move(world, request, MUNICIPAL, Move.RETURN, "укажите приказ")
    assert any("возвращён" in step.title for step in steps_of(cabinet_of(world, SCHOOL), NOW))


def test_a_returned_request_is_put_right_and_asked_again(world, stage):
    request = ask(world, stage)
    move(world, request, MUNICIPAL, Move.RETURN, "день занят")
    assert last_notice(world.school).topic == "return"
    better = wish_of(world, stage, wanted_on=DAY + timedelta(days=1))
    move(world, request, SCHOOL, Move.RESUBMIT, "исправлено", wish=better)
    request.refresh_from_db()
    assert (request.state, request.wanted_on) == (State.SUBMITTED, DAY + timedelta(days=1))


def test_a_revoked_day_gives_back_the_upload_and_the_place(world, stage):
    request = granted(world, stage)
    move(world, request, REGIONAL, Move.REVOKE, "карантин снят")
    workbook = workbook_of_assessment(stage.works["ma4"])
    assert Expectation.objects.get(unit=world.school, workbook=workbook).extended_until is None
    assert not Sitting.objects.filter(reserve=request).exists()


def test_of_two_reserve_days_the_later_upload_counts(world, stage):
    first = granted(world, stage)
    second = ask(world, stage, letter="Б", wanted_on=DAY + timedelta(days=6))
    move(world, second, MUNICIPAL, Move.AGREE)
    move(world, second, REGIONAL, Move.GRANT)
    second.refresh_from_db()
    own = Expectation.objects.get(unit=world.school, workbook=workbook_of_assessment(stage.works["ma4"]))
    assert own.extended_until == second.upload_until
    move(world, second, REGIONAL, Move.REVOKE, "не нужен")
    own.refresh_from_db()
    first.refresh_from_db()
    assert own.extended_until == first.upload_until


@pytest.mark.parametrize(
    ("role", "what"),
    [
        (SCHOOL, Move.AGREE),
        (REGIONAL, Move.GRANT),
        (REGIONAL, Move.AGREE),
        (MUNICIPAL, Move.GRANT),
        (MUNICIPAL, Move.REFUSE),
        (SCHOOL, Move.RESUBMIT),
        (Role.FEDERAL_ORGANIZER, Move.AGREE),
    ],
)
def test_a_step_out_of_turn_is_refused(world, stage, role, what):
    request = ask(world, stage)
    with pytest.raises(Refusal, match="сейчас невозможно"):
        move(world, request, role, what, "слова")
    assert ReserveRequest.objects.get().state == State.SUBMITTED


def test_a_coordinator_elsewhere_reaches_nothing(world, stage):
    request = ask(world, stage)
    elsewhere = cabinet_of(world, MUNICIPAL, world.other_municipality)
    with pytest.raises(Refusal, match="сейчас невозможно"):
        services.change_reserve(by=elsewhere, request=request, move=Move.AGREE, decision=Decision(), now=NOW)


def test_a_return_without_words_is_refused(world, stage):
    with pytest.raises(Refusal, match="причину"):
        move(world, ask(world, stage), MUNICIPAL, Move.RETURN, "  ")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"wanted_on": date(2026, 5, 5)}, "внутри срока"),
        ({"wanted_on": date(2026, 5, 17)}, "воскресенье"),
        ({"wanted_on": date(2026, 6, 2)}, "позже"),
        ({"wanted_on": date(2026, 4, 1)}, "прошёл"),
        ({"participants": 26}, "Участников 26"),
        ({"participants": 0}, "Участников 0"),
        ({"classes": []}, "хотя бы один класс"),
        ({"words": "Петрова Анна Ивановна болеет"}, "похоже на имя"),
    ],
)
def test_what_may_not_be_asked_for(world, stage, change, why):
    with pytest.raises(Refusal, match=why):
        ask(world, stage, **change)


def test_one_request_for_a_class_and_a_work_at_a_time(world, stage):
    ask(world, stage)
    with pytest.raises(Refusal, match="запрос уже есть"):
        ask(world, stage)
    ask(world, stage, letter="Б")


def test_only_the_organizer_of_the_school_asks(world, stage):
    by = cabinet_of(world, Role.SCHOOL_TECHNICIAN)
    with pytest.raises(Refusal, match="ответственный организатор"):
        services.ask_reserve_day(by=by, campaign=stage.campaign, wish=wish_of(world, stage), now=NOW)


def test_the_region_may_grant_another_day_but_not_an_upload_before_it(world, stage):
    request = ask(world, stage)
    move(world, request, MUNICIPAL, Move.AGREE)
    with pytest.raises(Refusal, match="раньше резервного дня"):
        move(world, request, REGIONAL, Move.GRANT, granted_on=DAY, upload_day=DAY - timedelta(days=1))
    move(world, request, REGIONAL, Move.GRANT, granted_on=date(2026, 5, 18), upload_day=date(2026, 5, 20))
    request.refresh_from_db()
    assert (request.granted_on, request.upload_until.isoformat()) == (date(2026, 5, 18), "2026-05-20T21:00:00+00:00")


def test_the_roadmap_counts_registers_timetables_and_decisions(world, stage):
    ask(world, stage)

    def progress(key, unit):
        found = STATUSES[key](StatusQuestion(key, stage.campaign, unit, NOW))
        return (found.done, found.total) if found else None

    assert progress("timetable:classes", world.municipality) == (1, 2)
    assert progress("timetable:timetable", world.region) == (1, 2)
    assert progress("timetable:timetable", world.school) == (1, 1)
    assert progress("timetable:reserve", world.country) == (0, 1)
    assert progress("timetable:reserve", world.other_region) is None


def test_a_request_is_taken_in_the_step_of_the_plan_only(world, stage):
    step = PlanStep.objects.create(
        plan=stage.plan, key="reserve", opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=9)
    )
    with pytest.raises(Refusal, match="Запросы принимаются с"):
        ask(world, stage)
    PlanStep.objects.filter(pk=step.pk).update(opens_at=NOW - timedelta(days=9), closes_at=NOW)
    with pytest.raises(Refusal, match="Приём запросов закончен"):
        ask(world, stage)
    PlanStep.objects.filter(pk=step.pk).update(closes_at=NOW + timedelta(days=1))
    assert ask(world, stage).pk


def test_an_upload_after_the_last_wave_is_not_granted(world, stage):
    request = ask(world, stage)
    move(world, request, MUNICIPAL, Move.AGREE)
    with pytest.raises(Refusal, match="ни в одну волну"):
        move(world, request, REGIONAL, Move.GRANT, upload_day=date(2026, 5, 30))
    assert move(world, request, REGIONAL, Move.GRANT, upload_day=date(2026, 5, 29)).state == State.GRANTED


def test_a_day_on_which_the_class_writes_another_work_is_neither_asked_for_nor_granted(world, stage):
    request = ask(world, stage)
    move(world, request, MUNICIPAL, Move.AGREE)
    other = Sitting.objects.filter(class_group__letter="А", class_group__grade=4).exclude(assessment=stage.works["ma4"])
    Sitting.objects.filter(pk=other.first().pk).update(on=DAY)
    with pytest.raises(Refusal, match="4А в этот день уже пишет"):
        move(world, request, REGIONAL, Move.GRANT)
    ReserveRequest.objects.all().delete()
    with pytest.raises(Refusal, match="4А в этот день уже пишет"):
        ask(world, stage)


def test_after_the_day_the_exchange_alone_speaks_of_the_upload(world, stage):
    granted(world, stage)
    own = cabinet_of(world, SCHOOL)

    def titles(days):
        return [step.title for step in timetable_steps(own, NOW + timedelta(days=days))]

    until_the_day, after = (DAY - NOW.date()).days, (DAY - NOW.date()).days + 1
    assert any(title.startswith("Резервный день") for title in titles(until_the_day))
    assert not any(title.startswith("Резервный день") for title in titles(after))
