"""Every role × every address of the project, own and foreign unit: no leak, no crash.

A new page needs a line in `SAMPLES` if its address has parameters; the test says so. Nothing else is to be added:
roles are read from the view itself (`@allow`), the rest follows from the law "outside the scope a thing does not exist".
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from exchange_declared import DayKind
from exchange_kind import PlainKind
from forum_rows import asked
from ledger_rows import publish, random_rows, store
from observer_rows import duty
from timetable_stage import calendar_link, returned_request
from vpr.base import clock
from vpr.cabinets.models import Appointment, Unit
from vpr.cabinets.scope import scope_of
from vpr.campaigns.models import Assessment
from vpr.exchange import kinds, services
from vpr.exchange.models import Edition, Publication
from vpr.kernel.roles import SCHOOL_ROLES, Role
from vpr.results.models import ImportFile

SIGN_IN = "/accounts/login/"
#: What an open door may answer: a page, a redirect, "not this method", "this cannot be done now".
OPEN = {200, 204, 302, 304, 400, 405, 409, 422}
ASSESSMENT = "2026.en8"


@dataclass
class Stage:
    """The world with something of everything in a school that every role reaches, and the same next door."""

    world: object
    own_receipt: str
    foreign_receipts: dict  # Role -> number outside the reach of the role
    seats: dict  # school code -> Role -> id of an appointment
    published: dict  # unit code -> key of a publication of that unit
    imports: dict  # unit code -> id of a file brought by that unit


@dataclass(frozen=True)
class Addresses:
    """Arguments of an address for one role: things in its reach and things outside."""

    own: list = field(default_factory=list)
    foreign: list = field(default_factory=list)


def foreign_schools(role: Role) -> list[str]:
    """Schools outside the reach: the next region for all, the neighbor for a school."""
    if role is Role.FEDERAL_ORGANIZER:
        return []
    return ["220001", "470168"] if role in SCHOOL_ROLES else ["220001"]


def school(parameter: str, /, **rest: object) -> Callable:
    """The address names a school."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        foreign = [{parameter: code, **rest} for code in foreign_schools(role)]
        return Addresses([{parameter: "470167", **rest}], foreign)

    return addresses


def unit(parameter: str, /, **rest: object) -> Callable:
    """The address names a unit of any level: the own one, one below; foreign are those above, beside and elsewhere."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        mine = stage.world.people[role].appointments.get().unit
        every = [getattr(stage.world, name) for name in ("country", "region", "municipality", "other_municipality")]
        scope = scope_of(Appointment.objects.select_related("unit").get(account=stage.world.people[role]))
        foreign = [{parameter: other.code, **rest} for other in every if not scope.reaches(other)]
        foreign += [{parameter: code, **rest} for code in foreign_schools(role)]
        return Addresses([{parameter: mine.code, **rest}, {parameter: "470167", **rest}], foreign)

    return addresses


def receipt(**rest: object) -> Callable:
    """The address names a submission by the number of its receipt."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        foreign = [{"number": number, **rest} for number in stage.foreign_receipts[role]]
        return Addresses([{"number": stage.own_receipt, **rest}], foreign)

    return addresses


def seat(stage: Stage, role: Role) -> Addresses:
    """The address names an appointment inside a unit. A school organizer manages the technician only."""
    own = Role.SCHOOL_TECHNICIAN if role is Role.SCHOOL_ORGANIZER else Role.SCHOOL_ORGANIZER
    mine, next_door = stage.seats["470167"][own], stage.seats["470168"][Role.SCHOOL_ORGANIZER]
    foreign = [{"code": "470167", "number": next_door}]  # an appointment of another unit under an own address
    foreign += [{"code": code, "number": stage.seats[code][Role.SCHOOL_ORGANIZER]} for code in foreign_schools(role)]
    foreign += [{"code": "470167", "number": stage.seats["470167"][Role.SCHOOL_ORGANIZER]}] * (role in SCHOOL_ROLES)
    return Addresses([{"code": "470167", "number": mine}], foreign)


def publication(**rest: object) -> Callable:
    """The address names a publication of a region, addressed to everybody in it."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        foreign = [] if role is Role.FEDERAL_ORGANIZER else [{"key": stage.published["reg220000"], **rest}]
        return Addresses([{"key": stage.published["reg470000"], **rest}], foreign)

    return addresses


def own_publication(stage: Stage, role: Role) -> Addresses:
    """The address changes a publication: only its publisher's own."""
    mine = "ru" if role is Role.FEDERAL_ORGANIZER else "reg470000"
    others = [{"key": key} for code, key in stage.published.items() if code != mine]
    return Addresses([{"key": stage.published[mine]}], others)


def brought_file(**rest: object) -> Callable:
    """The address names a file of a past campaign, brought by a region."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        foreign = [] if role is Role.FEDERAL_ORGANIZER else [{"number": stage.imports["reg220000"], **rest}]
        return Addresses([{"number": stage.imports["reg470000"], **rest}], foreign)

    return addresses


def forum(*, names_answer: bool = False) -> Callable:
    """The address names a question or an answer: everybody's, unless it is hidden."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        own, foreign = asked(stage.world.school, is_hidden=False), asked(stage.world.foreign_school, is_hidden=True)
        numbers = [(item.answers.get() if names_answer else item).pk for item in (own, foreign)]
        hidden = [] if role is Role.FEDERAL_ORGANIZER else [{"number": numbers[1]}]
        return Addresses([{"number": numbers[0]}], hidden)

    return addresses


def reserve_day(**rest: object) -> Callable:
    """The address names a request for a reserve day."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        work = Assessment.objects.get(code=ASSESSMENT)
        foreign = [] if role is Role.FEDERAL_ORGANIZER else [returned_request(stage.world.foreign_school, work)]
        own = returned_request(stage.world.school, work)
        return Addresses([{"number": own, **rest}], [{"number": number, **rest} for number in foreign])

    return addresses


def link_of_calendar(*, names_token: bool = False) -> Callable:
    """The address names a subscription link by its number, or is the link itself."""

    def addresses(stage: Stage, role: Role) -> Addresses:
        campaign = Assessment.objects.get(code=ASSESSMENT).campaign
        number, token = calendar_link(stage.world.school, campaign)
        if names_token:
            return Addresses([{"token": token}], [{"token": f"{number}-0"}])
        return Addresses([{"number": number}], [{"number": calendar_link(stage.world.neighbor, campaign)[0]}])

    return addresses


def observer_duty(stage: Stage, role: Role) -> Addresses:
    """The address names an observer sent to a school."""
    assessment = Assessment.objects.get(code=ASSESSMENT)
    units = {code: Unit.objects.get(code=code) for code in ("470167", *foreign_schools(role))}
    numbers = {code: duty(assessment, unit, now=clock.now()).pk for code, unit in units.items()}
    return Addresses([{"number": numbers.pop("470167")}], [{"number": number} for number in numbers.values()])


def fixed(**arguments: object) -> Callable:
    """The address names nothing that belongs to a unit."""
    return lambda stage, role: Addresses([arguments])


def school_form(**arguments: object) -> Callable:
    """The address names a form of schools: coordinators exchange forms of their own only."""
    return lambda stage, role: Addresses([arguments]) if role in SCHOOL_ROLES else Addresses([], [arguments])


REPORT = {"assessment": ASSESSMENT, "name": "marks_statistics"}
#: A foreign thing does not exist; "not this method" is said of every address alike and tells nothing.
CLOSED = {404, 405}
#: Name of a page -> how to fill its address. ONE LINE PER PAGE WITH PARAMETERS; pages without them need none.
SAMPLES: dict[str, Callable] = {
    "cabinets:unit": unit("code"),
    "cabinets:contacts": unit("code"),
    "cabinets:appoint": school("code"),
    "cabinets:end": seat,
    "cabinets:issue": seat,
    "cabinets:revoke": seat,
    "cabinets:reset_second_factor": seat,
    "cabinets:card": seat,
    "cabinets:replace": seat,
    "cabinets:withdraw": fixed(number=1),
    "cabinets:set": unit("code"),
    "cabinets:move": unit("code"),
    "cabinets:close_set": unit("code"),
    "campaigns:new_assessment": fixed(campaign="2026"),
    "campaigns:plan_versions": fixed(campaign="2026"),
    "campaigns:begin_plan": fixed(campaign="2026"),
    "campaigns:plan_version": fixed(campaign="2026", version=1),
    "campaigns:plan_items": fixed(campaign="2026", version=1),
    "campaigns:plan_drop": fixed(campaign="2026", version=1),
    "campaigns:plan_steps": fixed(campaign="2026", version=1),
    "campaigns:plan_groups": fixed(campaign="2026", version=1),
    "campaigns:plan_import": fixed(campaign="2026", version=1),
    "campaigns:publish_plan": fixed(campaign="2026", version=1),
    "campaigns:discard_plan": fixed(campaign="2026", version=1),
    "campaigns:plan_export": fixed(campaign="2026", version=1),
    "campaigns:roadmap_step": fixed(number=1),
    "campaigns:roadmap_tick": fixed(number=1),
    "campaigns:scales": fixed(campaign="2026"),
    "campaigns:scales_export": fixed(campaign="2026"),
    "campaigns:assessment": fixed(code=ASSESSMENT),
    "campaigns:card": fixed(code=ASSESSMENT),
    "campaigns:open_for_schools": fixed(code=ASSESSMENT),
    "campaigns:close_for_schools": fixed(code=ASSESSMENT),
    "campaigns:specification": fixed(code=ASSESSMENT),
    "campaigns:specification_import": fixed(code=ASSESSMENT),
    "campaigns:specification_xlsx": fixed(code=ASSESSMENT, kind="xlsx"),
    "campaigns:specification_csv": fixed(code=ASSESSMENT, kind="csv"),
    "campaigns:scale": fixed(code=ASSESSMENT),
    "campaigns:publish": fixed(code=ASSESSMENT, number=1),
    "exchange:form": school_form(code=ASSESSMENT),
    "exchange:upload": school_form(code=ASSESSMENT),
    "exchange:grid": school_form(code="2026.day"),
    "exchange:grid_draft": school_form(code="2026.day"),
    "exchange:form_help": school_form(code="2026.day"),
    "exchange:school": school("unit"),
    "exchange:versions": school("unit", code=ASSESSMENT),
    "exchange:receipt": receipt(),
    "exchange:receipt_pdf": receipt(),
    "exchange:receipt_file": receipt(),
    "exchange:original": receipt(),
    "exchange:marked": receipt(),
    "exchange:changes": receipt(),
    "exchange:publication": publication(),
    "exchange:publication_file": publication(number=1, file=0),
    "exchange:edit_publication": own_publication,
    "exchange:publish": own_publication,
    "exchange:unplan": own_publication,
    "exchange:withdraw": own_publication,
    "exchange:publication_readers": own_publication,
    "exchange:remind_readers": own_publication,
    "exchange:monitoring": unit("unit"),
    "exchange:monitoring_table": unit("unit"),
    "exchange:contacts": unit("unit"),
    "exchange:contacts_table": unit("unit"),
    "exchange:remind": unit("unit"),
    "enrollment:reconciled_list": unit("unit"),
    "enrollment:decide_list": unit("unit"),
    "enrollment:application": school("unit"),
    "enrollment:act_on_application": school("unit"),
    "questionnaire:form": fixed(code="2026.context"),
    "questionnaire:school": school("unit"),
    "draw:school_of": school("unit"),
    "draw:paper": school("unit"),
    "draw:redraw": school("unit"),
    "draw:monitoring": unit("unit"),
    "draw:monitoring_table": unit("unit"),
    "draw:round": fixed(number=1),
    "draw:close": fixed(number=1),
    "draw:draw": fixed(number=1),
    "draw:publish": fixed(number=1),
    "draw:drop": fixed(number=1),
    "draw:public_round": fixed(campaign="2026", number=1),
    "draw:public_file": fixed(campaign="2026", number=1, name="commitment.json"),
    "timetable:timetable_form": fixed(code="2026.timetable"),
    "timetable:classes_form": fixed(code="2026.classes"),
    "timetable:school": school("unit"),
    "timetable:register": school("unit"),
    "timetable:monitoring_of": unit("unit"),
    "timetable:monitoring_table": unit("unit"),
    "timetable:absences_of": unit("unit"),
    "timetable:reserve_request": reserve_day(),
    "timetable:correct": reserve_day(),
    "timetable:decide": reserve_day(move="withdraw"),
    "timetable:revoke_feed": link_of_calendar(),
    "timetable:feed": link_of_calendar(names_token=True),
    "results:grid": fixed(code=ASSESSMENT),
    "results:grid_draft": fixed(code=ASSESSMENT),
    "results:grid_check": fixed(code=ASSESSMENT),
    "results:grid_send": fixed(code=ASSESSMENT),
    "results:import_report": brought_file(),
    "results:import_refusals": brought_file(form="csv"),
    "objectivity:monitoring": unit("unit"),
    "objectivity:post": school("unit", day="2026-04-22"),
    "objectivity:school_list": school("unit"),
    "objectivity:memo": observer_duty,
    "objectivity:release": observer_duty,
    "objectivity:mark": observer_duty,
    "objectivity:appointment": observer_duty,
    "support:question": forum(),
    "support:answer": forum(),
    "support:follow": forum(),
    "support:moderate": forum(),
    "support:accept": forum(names_answer=True),
    "support:thank": forum(names_answer=True),
    "support:moderate_answer": forum(names_answer=True),
    "staffing:number": fixed(kind="conduct"),
    "staffing:download": fixed(kind="conduct"),
    "staffing:person": fixed(number=1),
    "staffing:dismiss": fixed(number=1),
    "staffing:drop_room": fixed(number=1),
    "staffing:divide": fixed(number=1),
    "analytics:reports": unit("unit", assessment=ASSESSMENT),
    "analytics:names": school("unit", assessment=ASSESSMENT),
    "analytics:report": unit("unit", **REPORT),
    "analytics:chart": unit("unit", **REPORT, chart="marks", width="wide"),
    "analytics:download": unit("unit", **REPORT, kind="xlsx"),
}
#: Own things that may still be missing: the page is the role's, the thing is not there on this stage.
MAY_BE_MISSING: dict[str, str] = {
    "objectivity:monitoring": "a school is not a level of monitoring",
    "objectivity:post": "the form names no observer",
    "objectivity:mark": "the form names no mark",
    "cabinets:withdraw": "nobody has been proposed",
    "staffing:person": "the school has named nobody yet",
    "staffing:dismiss": "the school has named nobody yet",
    "staffing:drop_room": "the school has no rooms yet",
    "staffing:divide": "the school has no timetable yet",
    "cabinets:set": "the units of the stage are not sets of a responsible coordinator",
    "cabinets:move": "the units of the stage are not sets of a responsible coordinator",
    "cabinets:close_set": "the units of the stage are not sets of a responsible coordinator",
    "cabinets:switch": "the form names no appointment",
    "cabinets:contacts": "a school organizer keeps the school's contacts, a technician none",
    "mfa_deactivate_totp": "no second factor yet",
    "mfa_download_recovery_codes": "no recovery codes yet",
    "mfa_view_recovery_codes": "no recovery codes yet",
    "exchange:publication_file": "the publication has no files",
    "exchange:changes": "the first version has nothing to differ from",
    "exchange:marked": "the kind decides whether a marked copy exists",
    "exchange:monitoring": "a school is not a level of monitoring",
    "exchange:monitoring_table": "a school is not a level of monitoring",
    "exchange:contacts": "a school is not a level of monitoring",
    "exchange:contacts_table": "a school is not a level of monitoring",
    "exchange:remind": "a school is not a level of monitoring",
    "enrollment:reconciled_list": "regions, the country and schools have no list of their own",
    "enrollment:decide_list": "the form names no list",
    "enrollment:press_freeze": "the form names no region",
    "enrollment:import_schools": "the form brings no file",
    "questionnaire:home": "there is no current campaign",
    "questionnaire:form": "the form is not expected on this stage",
    "questionnaire:school": "there is no current campaign",
    "questionnaire:workbook": "there is no current campaign",
    "questionnaire:table": "there is no current campaign",
    "draw:paper": "there is no paper before a draw",
    "draw:monitoring": "a school is not a level of monitoring",
    "draw:monitoring_table": "a school is not a level of monitoring",
    "draw:new_round": "nothing is drawn without groups in the plan",
    "draw:round": "no round has been announced",
    "draw:close": "no round has been announced",
    "draw:draw": "no round has been announced",
    "draw:publish": "no round has been announced",
    "draw:drop": "no round has been announced",
    "draw:public_round": "no round has been announced",
    "draw:public_file": "no round has been announced",
    "campaigns:plan_version": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:plan_items": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:plan_drop": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:plan_steps": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:plan_groups": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:plan_import": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:publish_plan": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:discard_plan": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:plan_export": "the campaign of the stage has no plan-schedule; see test_plan_pages",
    "campaigns:roadmap_copy": "no roadmap yet; see test_roadmap_pages",
    "campaigns:roadmap_edit": "no roadmap yet; see test_roadmap_pages",
    "campaigns:roadmap_remove": "no roadmap yet; see test_roadmap_pages",
    "campaigns:roadmap_add": "no roadmap yet; see test_roadmap_pages",
    "campaigns:roadmap_step": "no roadmap yet; see test_roadmap_pages",
    "campaigns:roadmap_tick": "no roadmap yet; see test_roadmap_pages",
    "campaigns:roadmap_print": "no roadmap yet; see test_roadmap_pages",
    "campaigns:rehearsal": "not a training installation",
    "campaigns:make_current": "the form names no campaign",
    "campaigns:dates": "the address names no assessments",
    "results:import_refusals": "nothing was refused",
    "timetable:monitoring_of": "a school is not a level of monitoring",
    "timetable:monitoring_table": "a school is not a level of monitoring",
    "timetable:absences_of": "a school is not a level of monitoring",
}
#: Doors that ask for the password again answer 403 to those who have none yet.
ASKS_FOR_PASSWORD = {"account_reauthenticate", "mfa_reauthenticate"}


def pages(resolver=None, prefix=""):
    """Name, view and parameters of every address; nameless addresses are reported by their pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback, sorted(entry.pattern.converters)
        else:
            yield from pages(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))


PAGES = [pytest.param(*page, id=f"{page[0]}({','.join(page[2])})") for page in pages()]


@pytest.fixture
def stage(world, assessment, home, now, monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    monkeypatch.setitem(kinds._kinds, "day", DayKind())
    services.workbook_of(assessment.campaign, "day")
    organizer = world.people[Role.SCHOOL_ORGANIZER]
    Appointment.objects.create(account=world.stranger, role=Role.SCHOOL_ORGANIZER, unit=world.foreign_school)
    schools = [world.school, world.neighbor, world.foreign_school]
    services.expect(
        workbook=services.workbook_of_assessment(assessment), rows=[(item.pk, 20, None, None) for item in schools]
    )
    sent = {}
    for item in schools:
        submission = services.receive_upload(
            unit=item,
            workbook=services.workbook_of_assessment(assessment),
            content=b"rows=2 fault=1",
            name="форма.xlsx",
            account=organizer,
            now=now,
        )
        services.check_submission(submission_id=submission.pk, now=now)
        sent[item.code] = submission.number
    seats: dict = {}
    for item in Appointment.objects.filter(unit__in=schools).select_related("unit"):
        seats.setdefault(item.unit.code, {})[Role(item.role)] = item.pk
    foreign = {role: [sent[code] for code in foreign_schools(role)] for role in Role}
    files = [
        ImportFile.objects.create(unit=item, name="выгрузка.xlsx", sha256="0" * 64, size=1, brought_at=now)
        for item in (world.region, world.other_region)
    ]
    documents = published_by(world, now)
    return Stage(world, sent["470167"], foreign, seats, documents, {item.unit.code: item.pk for item in files})


def published_by(world, now):
    """A publication of the country and of each region."""
    made = {}
    for item in (world.country, world.region, world.other_region):
        document = Publication.objects.create(publisher=item)
        Edition.objects.create(
            publication=document, number=1, title="Порядок", body="Текст", made_at=now, publishes_at=now
        )
        made[item.code] = document.pk
    return made


@pytest.fixture
def published(stage, assessment, now):
    """Results of every school, shown to all."""
    from vpr.analytics.charts import drawing

    store(assessment, random_rows(5, [stage.world.school, stage.world.neighbor, stage.world.foreign_school], size=5))
    publish(assessment, 1, at=now)
    yield
    drawing.stop()


@pytest.fixture
def roleless(db):
    """Somebody who may sign in and holds no role."""
    from vpr.cabinets.models import Account

    return Account.objects.create_account(login="nobody")


def entered(account):
    client = Client(raise_request_exception=True)
    if account is not None:
        client.force_login(account)
    return client


def answers(client, name, arguments):
    """Answers to GET and to POST without data, each undone; a crash raises."""
    for method in ("get", "post"):
        with transaction.atomic():
            response = getattr(client, method)(reverse(name, kwargs=arguments))
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        yield f"{method.upper()} {name} {arguments}", response


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "view", "parameters"), PAGES)
def test_every_role_meets_only_what_is_its_own(name, view, parameters, stage, roleless, request):
    if name.startswith("analytics:"):
        request.getfixturevalue("published")
    addresses = addresses_of(name, parameters)
    allowed = getattr(view, "allowed_roles", ())
    wrong: list[str] = []
    for role in Role:
        places = addresses(stage, role)
        client = entered(stage.world.people[role])
        for arguments in places.own:
            wrong += judge(answers(client, name, arguments), role, own_statuses(name, allowed, role))
        for arguments in places.foreign:
            wrong += judge(answers(client, name, arguments), f"{role} (foreign)", CLOSED)
    wrong += strangers(name, view, addresses(stage, Role.SCHOOL_ORGANIZER).own[0], roleless)
    assert not wrong, "\n".join(wrong)


def addresses_of(name, parameters):
    if not parameters:
        return SAMPLES.get(name, fixed())
    assert name in SAMPLES, f"add a line for {name} with {parameters} to SAMPLES in tests/web/test_access_matrix.py"
    return SAMPLES[name]


def own_statuses(name, allowed, role):
    if allowed is None or role in allowed:
        return OPEN | ({404} if name in MAY_BE_MISSING else set()) | ({403} if name in ASKS_FOR_PASSWORD else set())
    return CLOSED


def judge(responses, who, statuses):
    return [
        f"{who}: {what} answered {response.status_code}, expected {sorted(statuses)}"
        for what, response in responses
        if response.status_code not in statuses
    ]


def strangers(name, view, arguments, roleless):
    """Without a role only open pages and one's own sign-in; without an account only open pages."""
    is_open = view.allowed_roles is None
    wrong = []
    for who, account, is_welcome in (
        ("anonymous", None, is_open),
        ("roleless", roleless, is_open or hasattr(view, "is_for_roleless")),
    ):
        for what, response in answers(entered(account), name, arguments):
            is_sent_away = response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN)
            if is_welcome and response.status_code not in own_statuses(name, None, None):
                wrong.append(f"{who}: {what} answered {response.status_code}")
            if not is_welcome and not is_sent_away and response.status_code != 405:
                wrong.append(f"{who}: {what} answered {response.status_code}, expected a way to sign in")
    return wrong


def test_no_sample_outlives_its_page():
    assert set(SAMPLES) - {name for name, *_ in pages()} == set()
