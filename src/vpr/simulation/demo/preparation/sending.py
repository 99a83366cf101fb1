"""A declared form sent as a school sends it from the browser: into the exchange, checked, accepted."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Campaign
from vpr.exchange.declared.kind import DeclaredKind
from vpr.exchange.declared.tables import grid_content
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission
from vpr.exchange.services import check_submission, receive_upload, workbook_of

_CHECK_TAKES = timedelta(seconds=2)
#: Sheet key -> rows of the form, column key -> text.
Rows = Mapping[str, Sequence[Mapping[str, str]]]


def declared(key: str) -> DeclaredKind:
    kind = kind_of(key)
    assert isinstance(kind, DeclaredKind), key
    return kind


def prefilled(key: str, unit: Unit, campaign: Campaign) -> dict[str, list[dict[str, str]]]:
    """The form as the unit opens it."""
    rows = declared(key).prefilled(unit, workbook_of(campaign, key))
    return {sheet: [dict(row.cells) for row in rows[sheet]] for sheet in rows}


def send_form(key: str, unit: Unit, campaign: Campaign, rows: Rows, account: Account, now: datetime) -> Submission:
    kind, workbook = declared(key), workbook_of(campaign, key)
    form = kind.form(unit, workbook)
    cells = {
        sheet.key: [[row.get(column.key, "") for column in sheet.columns] for row in rows.get(sheet.key, ())]
        for sheet in form.sheets
    }
    submission = receive_upload(
        unit=unit,
        workbook=workbook,
        content=grid_content(form, cells),
        name=f"{kind.title} {unit.code} (заполнено в браузере)",
        channel="grid",
        account=account,
        now=now,
    )
    check_submission(submission_id=submission.pk, now=now + _CHECK_TAKES)
    return submission
