"""Drafts of the browser grid: saved as typed, guarded by a revision, so that two people never overwrite each other."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Unit
from vpr.exchange.models import Draft, Workbook
from vpr.exchange.services.workbooks import kept

Row = list[str]


class StaleDraft(Refusal):
    """Черновик уже изменён в другом окне. Обновите страницу и сравните."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


@transaction.atomic
def save_draft(
    *,
    unit: Unit,
    workbook: Workbook,
    revision: int,
    length: int,
    rows: Sequence[tuple[int, Row]],
    account: Account,
    now: datetime,
) -> Draft:
    """Puts the changed rows (number, cells) into the draft and cuts or grows it to `length` rows.

    `revision` is the one that the typist saw; refuses with `StaleDraft` when the draft has moved on.
    """
    draft, _ = Draft.objects.select_for_update().get_or_create(
        unit=unit, workbook=kept(workbook), defaults={"saved_at": now}
    )
    if draft.revision != revision:
        raise StaleDraft(draft)
    lines = [*draft.rows[:length], *([[]] * max(0, length - len(draft.rows)))]
    for number, cells in rows:
        lines[number] = cells
    draft.rows, draft.revision = lines, revision + 1
    draft.saved_at, draft.saved_by = now, account
    draft.save()
    return draft


def drop_draft(*, unit: Unit, workbook: Workbook) -> None:
    """Forgets what was typed: the grid opens with the accepted upload or the known rows again."""
    Draft.objects.filter(unit=unit, workbook=workbook).delete()
