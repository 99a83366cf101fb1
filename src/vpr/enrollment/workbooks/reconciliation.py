"""Форма выверки списка ОО: prefilled list of a municipality or set (S2 1.1.2, S3 8.2 and 9.2, DOMAIN §5.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.enrollment.faults import RECONCILIATION
from vpr.enrollment.queries.lists import latest_list
from vpr.enrollment.queries.records import present_lines
from vpr.enrollment.rules.cells import grades_text, subjects_text
from vpr.enrollment.rules.listed_rows import Known, judge_rows
from vpr.enrollment.rules.reconciling import SchoolLine
from vpr.enrollment.services.reconciling import propose_list
from vpr.enrollment.words import LegalForm, SchoolKind, Settlement, Status
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, SubmissionState, Workbook
from vpr.kernel.roles import UnitKind
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

_TEXT, _CHOICE = ColumnKind.TEXT, ColumnKind.CHOICE
YES_NO = ("Да", "Нет")
LIST = Sheet(
    key="list",
    title="Список ОО",
    row_key="code",
    may_add_rows=True,
    rows_reserved=2500,
    columns=(
        Column("code", "Код ОО", _TEXT, "У новой организации оставьте пустым: код выдаёт система.", 10,
               is_required=False, maximum=6),
        Column("login", "Логин ОО", _TEXT, "Менять нельзя.", 12, is_locked=True, is_required=False),
        Column("status", "Статус", _CHOICE, "Что стало с организацией.", 16, tuple(Status.labels)),
        Column("into", "Куда", _TEXT, "Реорганизована: код школы-преемника. Переведена: код муниципалитета.", 14,
               is_required=False, maximum=12),
        Column("name", "Полное наименование", _TEXT, "По уставу.", 60, is_required=False, maximum=400, holds_staff=True),
        Column("short_name", "Краткое наименование", _TEXT, "Как в отчётах.", 30, is_required=False, maximum=200,
               holds_staff=True),
        Column("kind", "Тип ОО", _CHOICE, "Вид организации.", 22, tuple(SchoolKind.labels), is_required=False),
        Column("legal_form", "Форма собственности", _CHOICE, "", 18, tuple(LegalForm.labels), is_required=False),
        Column("settlement", "Вид населённого пункта", _CHOICE, "", 22, tuple(Settlement.labels), is_required=False),
        Column("primary", "НОО", _CHOICE, "Есть классы 1-4.", 7, YES_NO),
        Column("basic", "ООО", _CHOICE, "Есть классы 5-9.", 7, YES_NO),
        Column("secondary", "СОО", _CHOICE, "Есть классы 10-11.", 7, YES_NO),
        Column("takes_part", "Участвует в ВПР", _CHOICE, "Нет, если работы не проводятся.", 11, YES_NO),
        Column("grades", "Классы участия", _TEXT, "Например: 4-8, 10; все.", 14, is_required=False, maximum=60),
        Column("subjects", "Предметы участия", _TEXT, "Например: РУ, МА, АЯ; все.", 22, is_required=False, maximum=200),
    ),
)  # fmt: skip
INSTRUCTION = (
    "На листе «Список ОО» стоят все организации Вашего списка. Проверьте каждую строку.",
    "Организация закрыта: статус «ликвидирована». Присоединена к другой: «реорганизована», в столбце «Куда» код преемника.",
    "Организация перешла в другой муниципалитет или набор: «переведена», в столбце «Куда» его код, например reg22_m019.",
    "Новая организация: добавьте строку внизу, статус «новая», код оставьте пустым: его и логин выдаст система.",
    "Исправьте наименования, уровни (НОО, ООО, СОО), тип, населённый пункт, классы и предметы участия.",
    "Строки не удаляйте: пропавшая школа считается ошибкой.",
    "Загрузите файл. Пока регион не примет список, ничего не меняется; о решении Вы узнаете из уведомления.",
)


class ReconciliationKind(DeclaredKind):
    """Выверка списка ОО."""

    key = "reconciliation"
    title = "Выверка списка ОО"
    level = UnitKind.MUNICIPALITY
    step = "reconciliation"
    own_faults = RECONCILIATION
    may_be_empty = True  # a set without schools yet

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        return Form(
            key=self.key,
            version="2026.1",
            title=self.title,
            subtitle=workbook.campaign.title,
            file_name=f"Выверка списка ОО {unit.code} {workbook.campaign.code}.xlsx",
            sheets=(LIST,),
            instruction=INSTRUCTION,
        )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        """The present list; after a return the cells of what was sent, so that nothing is typed twice."""
        lines = present_lines(unit, workbook.campaign)
        latest = latest_list(unit, workbook.campaign)
        if latest is not None and latest.state in ("returned", "submitted"):
            sent = [SchoolLine.of_json(row) for row in latest.rows]
            lines |= {line.code: line for line in sent if line.code in lines}
        logins = dict(Unit.objects.filter(code__in=list(lines)).values_list("code", "login"))
        return {
            "list": [PrefilledRow(cells_of(line) | {"login": logins[line.code]}, _LOCKED) for line in lines.values()]
        }

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        lines, faults = judge_rows(rows["list"], self._known(unit, workbook, rows["list"]))
        return Judgement(faults, lines, len(lines))

    def _known(self, unit: Unit, workbook: Workbook, rows: Sequence[FilledRow]) -> Known:
        wanted = {row.text("into").lower() for row in rows if row.text("into")}
        region = Unit.objects.filter(region_id=unit.region_id, is_active=True, code__in=wanted)
        closing = [
            row.text("code") for row in rows if row.text("status") in (Status.CLOSED.label, Status.REORGANIZED.label)
        ]
        accepted = Submission.objects.filter(
            unit__code__in=closing, workbook__campaign=workbook.campaign, state=SubmissionState.ACCEPTED
        )
        return Known(
            municipality=unit.code,
            present=present_lines(unit, workbook.campaign),
            schools=frozenset(region.filter(kind=UnitKind.SCHOOL).values_list("code", flat=True)),
            municipalities=frozenset(region.filter(kind=UnitKind.MUNICIPALITY).values_list("code", flat=True)),
            with_results=frozenset(accepted.values_list("unit__code", flat=True)),
        )

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        lines = verdict.content
        assert isinstance(lines, list)
        propose_list(
            campaign=submission.workbook.campaign,
            unit=submission.unit,
            lines=lines,
            receipt=submission.number,
            account=submission.received_by,
            now=now,
        )


_LOCKED = frozenset(("code", "login"))


def cells_of(line: SchoolLine) -> dict[str, str]:
    """A line as the cells of its row."""
    yes_no = {True: "Да", False: "Нет"}
    return {
        "code": line.code,
        "status": Status(line.status).label,
        "into": line.into,
        "name": line.name,
        "short_name": line.short_name,
        "kind": SchoolKind(line.kind).label if line.kind else "",
        "legal_form": LegalForm(line.legal_form).label if line.legal_form else "",
        "settlement": Settlement(line.settlement).label if line.settlement else "",
        "primary": yes_no[line.has_primary],
        "basic": yes_no[line.has_basic],
        "secondary": yes_no[line.has_secondary],
        "takes_part": yes_no[line.takes_part],
        "grades": grades_text(line.grades),
        "subjects": subjects_text(line.subjects),
    }
