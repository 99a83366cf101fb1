"""Форма-заявка школы: the works of her grades with classes, participants and experts (S2 1.2.1, DOMAIN §5.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.enrollment.faults import APPLICATION
from vpr.enrollment.plugs import class_counts
from vpr.enrollment.queries.applications import filled_of_unit, is_frozen, last_lines
from vpr.enrollment.queries.places import places_of, work_places
from vpr.enrollment.queries.records import record_of
from vpr.enrollment.rules.application_rows import Typed, understand
from vpr.enrollment.rules.applying import Lines, Numbers, WorkPlace, is_at_least
from vpr.enrollment.services.applications import submit_application
from vpr.enrollment.words import ApplicationState, WorkForm
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, Workbook
from vpr.kernel.faults import Fault
from vpr.kernel.roles import UnitKind
from vpr.kernel.subjects import SUBJECTS
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

_TEXT, _WHOLE = ColumnKind.TEXT, ColumnKind.INTEGER
QUESTION = "Организация участвует в ВПР этого года"
SCHOOL = Sheet(
    key="school",
    title="Участие",
    row_key="question",
    rows_reserved=1,
    columns=(
        Column("question", "Вопрос", _TEXT, "", 50, is_locked=True),
        Column("answer", "Ответ", ColumnKind.CHOICE, "Нет: ни одной работы школа не проводит.", 10, ("Да", "Нет")),
    ),
)
WORKS = Sheet(
    key="works",
    title="Заявка",
    row_key="work",
    rows_reserved=200,
    columns=(
        Column("work", "Обозначение", _TEXT, "Менять нельзя.", 14, is_locked=True),
        Column("grade", "Класс", _TEXT, "", 7, is_locked=True),
        Column("subject", "Предмет", _TEXT, "", 26, is_locked=True),
        Column("title", "Работа", _TEXT, "", 44, is_locked=True),
        Column("form", "Форма", _TEXT, "Бумажная или компьютерная: заполните ту, в которой проводите.", 15, is_locked=True),
        Column("class_count", "Кол-во классов", _WHOLE, "Пусто, если работу не проводите.", 10, minimum=0, maximum=99,
               is_required=False),
        Column("participants", "Кол-во участников", _WHOLE, "Все, кто будет писать работу.", 12, minimum=0, maximum=9999,
               is_required=False),
        Column("experts", "Кол-во экспертов", _WHOLE, "Только для компьютерной формы ИС, БИ, ГГ, ОБ.", 10, minimum=0,
               maximum=999, is_required=False),
    ),
)  # fmt: skip
INSTRUCTION = (
    "На листе «Участие» ответьте, участвует ли школа. Если нет, больше ничего заполнять не нужно.",
    "На листе «Заявка» стоят только работы Ваших классов. Для каждой укажите число классов и участников.",
    "Работу, которую школа не проводит, оставьте пустой. Строки не удаляйте.",
    "Углублённый уровень, языки и программы биологии стоят отдельными строками: заполните свою.",
    "Если работу можно провести на бумаге и на компьютере, заполните строку той формы, которую выбрали, или обе.",
    "Для компьютерной формы по истории, биологии, географии и обществознанию укажите число экспертов.",
    "Загрузите файл в разделе «Ход ВПР». Исправить заявку можно, пока её не подтвердил координатор.",
)


class ApplicationKind(DeclaredKind):
    """Заявка ОО на участие."""

    key = "application"
    title = "Заявка на участие"
    level = UnitKind.SCHOOL
    step = "application"
    own_faults = APPLICATION

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        return Form(
            key=self.key,
            version="2026.1",
            title=self.title,
            subtitle=workbook.campaign.title,
            file_name=f"Заявка на участие {unit.code} {workbook.campaign.code}.xlsx",
            sheets=(SCHOOL, WORKS),
            instruction=INSTRUCTION,
        )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        """What is known: the own figures, else those of the last application, else of the class register."""
        campaign, record = workbook.campaign, record_of(unit, workbook.campaign)
        own = filled_of_unit(unit, campaign)
        places = places_of(record, work_places(campaign))
        takes_part = own.application.takes_part if own else record.takes_part
        lines = own.lines if own else last_lines(unit, campaign, places) or _from_register(unit, workbook, places)
        answer = PrefilledRow({"question": QUESTION, "answer": "Да" if takes_part else "Нет"}, frozenset(("question",)))
        return {
            "school": [answer],
            "works": [PrefilledRow(_cells(place, lines.get(key)), _LOCKED) for key, place in places.items()],
        }

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        record = record_of(unit, workbook.campaign)
        places = places_of(record, work_places(workbook.campaign))
        by_key = {row.text("work"): row for row in rows["works"] if row.text("work") in places}
        typed = {
            key: Typed(row.integer("class_count"), row.integer("participants"), row.integer("experts"))
            for key, row in by_key.items()
        }
        found = understand(typed, places, lambda key, column: by_key[key].address(column))
        answer = next(iter(rows["school"]), None)
        takes_part = answer is not None and answer.is_yes("answer")
        faults = [*_state_faults(unit, workbook), *found.faults]
        where = answer.address("answer") if answer else ""
        if takes_part and not record.takes_part:
            faults.append(Fault.at("A-15", where))
        if takes_part and not found.lines and not found.faults:
            faults.append(Fault.at("A-06", where))
        if not takes_part and found.lines:
            faults.append(Fault.at("A-07", where))
        total = sum(numbers.participants for numbers in found.lines.values())
        return Judgement(faults, (takes_part, found.lines), len(found.lines), total)

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        assert isinstance(verdict.content, tuple)
        takes_part, lines = verdict.content
        submit_application(
            campaign=submission.workbook.campaign,
            unit=submission.unit,
            takes_part=takes_part,
            lines=lines,
            account=submission.received_by,
            now=now,
        )


_LOCKED = frozenset(("work", "grade", "subject", "title", "form"))


def _cells(place: WorkPlace, numbers: Numbers | None) -> dict[str, str]:
    cells = {
        "work": place.key,
        "grade": str(place.grade),
        "subject": SUBJECTS[place.subject].title,
        "title": place.title,
        "form": WorkForm(place.form).label,
    }
    if numbers is not None:
        cells |= {"class_count": str(numbers.class_count), "participants": str(numbers.participants)}
        cells["experts"] = str(numbers.experts or "")
    return cells


def _from_register(unit: Unit, workbook: Workbook, places: Mapping[str, WorkPlace]) -> Lines:
    """Every basic work on paper gets the classes of its grade; levels and languages are for the school to say."""
    counts = class_counts(unit, workbook.campaign)
    return {
        key: Numbers(*counts[place.grade])
        for key, place in places.items()
        if counts.get(place.grade, (0, 0))[1] and key == workbook_key(place)
    }


def workbook_key(place: WorkPlace) -> str:
    """The key of the plain paper work of the place's subject and grade: `2026.ma7`, neither level nor language."""
    campaign = place.code.partition(".")[0]
    return "" if place.subject in ("en", "de", "fr") else f"{campaign}.{place.subject}{place.grade}"


def _state_faults(unit: Unit, workbook: Workbook) -> list[Fault]:
    """The school's turn is over once a coordinator has confirmed or the region was frozen without it."""
    if is_frozen(unit, workbook.campaign):
        return [Fault.at("A-16")]
    known = filled_of_unit(unit, workbook.campaign)
    if known is None:
        return []
    state = ApplicationState(known.application.state)
    is_over = is_at_least(state, ApplicationState.MUNICIPAL_CONFIRMED)
    return [Fault.at("A-05", value=state.label)] if is_over else []
