"""`context`: the questionnaire of a school, in a file and in the browser."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, Workbook
from vpr.kernel.roles import UnitKind
from vpr.questionnaire.faults import CATALOGUE
from vpr.questionnaire.queries import last_answers, suggested_answers
from vpr.questionnaire.questions import Questionnaire, questionnaire_of
from vpr.questionnaire.rules import Typed, check_agreement, check_change, understand
from vpr.questionnaire.services import record_answers
from vpr.questionnaire.workbooks.context import context_form, prefilled_rows, typed_rows
from vpr.workbook.declaration import Form
from vpr.workbook.filling import FilledRow, PrefilledRow


class ContextKind(DeclaredKind):
    """Контекстные данные ОО (S2 2.5, S5 7): the form of the campaign's year."""

    key = "context"
    title = "Контекстные данные ОО"
    level = UnitKind.SCHOOL
    step = "context"
    own_faults = CATALOGUE
    grid = "questionnaire:form"

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        campaign = workbook.campaign
        return context_form(questionnaire_of(campaign.year), campaign=campaign.title, unit_code=unit.code)

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        campaign = workbook.campaign
        return prefilled_rows(questionnaire_of(campaign.year), suggested_answers(campaign, unit))

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        form = questionnaire_of(workbook.campaign.year)
        typed = _typed(form, rows)
        answers, faults = understand(form, typed)
        before, _ = last_answers(workbook.campaign, unit)
        faults = [*faults, *check_agreement(form, answers, typed), *check_change(form, answers, before, typed)]
        pupils = answers.get("pupils")
        return Judgement(faults, dict(answers), len(answers), pupils if isinstance(pupils, int) else 0)

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        assert isinstance(verdict.content, dict)
        campaign = submission.workbook.campaign
        record_answers(
            unit=submission.unit,
            campaign=campaign,
            form_year=questionnaire_of(campaign.year).year,
            answers=verdict.content,
            now=now,
        )


def _typed(form: Questionnaire, rows: Mapping[str, Sequence[FilledRow]]) -> dict[str, Typed]:
    found = typed_rows(rows)
    return {
        question.key: Typed(row.text("answer"), row.address("answer"), "answer" in row.broken)
        for question in form.questions
        if (row := found.get(question.number)) is not None
    }
