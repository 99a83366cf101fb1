"""Specification of an assessment: table editor, import with a dry run, export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.downloads import XLSX, attachment
from vpr.campaigns import services
from vpr.campaigns.editor import rows_as_typed, rows_of, typed_lines
from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.forms import ReasonForm, TableForm
from vpr.campaigns.ledger import stored_scripts
from vpr.campaigns.models import Assessment
from vpr.campaigns.queries import task_rows
from vpr.campaigns.rules import TaskRow, difference, read_specification
from vpr.campaigns.rules.specification import SPECIFICATION, row_texts
from vpr.campaigns.sheets import LARGEST_TABLE, read_table, table_csv, table_xlsx
from vpr.campaigns.views.doors import assessment_or_404, author_of
from vpr.campaigns.views.kept import kept_table, token_of
from vpr.kernel.faults import Fault
from vpr.kernel.faults import render as fault_text
from vpr.kernel.roles import EVERY_ROLE, Role

_NUMBERS = frozenset({"max_points", "part", "minutes"})


@allow(Role.FEDERAL_ORGANIZER)
def specification(request: CabinetRequest, code: str) -> HttpResponse:
    """The editor: «Проверить» shows faults and changes, «Сохранить» writes."""
    found = assessment_or_404(request, code)
    reason = ReasonForm(request.POST or None)
    before = task_rows(found)
    page = {"assessment": found, "columns": SPECIFICATION.columns, "reason_form": reason, **_state(found)}
    if request.method != "POST":
        return render(request, "campaigns/specification.html", {**page, "rows": rows_of(before)})
    rows, faults = read_specification(typed_lines(request.POST))
    if not faults and "save" in request.POST and reason.is_valid():
        refusal = _save(request, found, rows, reason.cleaned_data["reason"])
        if refusal is None:
            return redirect("campaigns:assessment", code=code)
        page["refusal"] = refusal
    page |= {
        "rows": rows_as_typed(request.POST, faults),
        "faults": _texts(faults),
        "changes": [] if faults else difference(before, rows),
        "total": sum(row.max_points for row in rows),
        "is_checked": not faults,
    }
    return render(request, "campaigns/specification.html", page)


@allow(Role.FEDERAL_ORGANIZER)
def specification_import(request: CabinetRequest, code: str) -> HttpResponse:
    """A table as a file: first what it would change, then the same with «Применить»."""
    found = assessment_or_404(request, code)
    page = {"assessment": found, "columns": SPECIFICATION.columns, "form": TableForm(), **_state(found)}
    if request.method != "POST":
        return render(request, "campaigns/specification_import.html", page)
    if "token" in request.POST:
        content, name = kept_table(request.POST["token"])
    else:
        form = TableForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, "campaigns/specification_import.html", {**page, "form": form})
        upload = form.cleaned_data["table"]
        content, name = upload.read(LARGEST_TABLE + 1), upload.name
    rows, faults = _planned(content, name)
    if not faults and "token" in request.POST:
        refusal = _save(request, found, rows, request.POST.get("reason", ""))
        if refusal is None:
            return redirect("campaigns:assessment", code=code)
        page["refusal"] = refusal
    page |= {
        "name": name,
        "faults": _texts(faults),
        "rows": [row_texts(row) for row in rows] if not faults else [],
        "changes": [] if faults else difference(task_rows(found), rows),
        "total": sum(row.max_points for row in rows),
        "token": "" if faults else token_of(content, name),
        "reason_form": ReasonForm(),
    }
    return render(request, "campaigns/specification_import.html", page)


@allow(*EVERY_ROLE)
@require_safe
def specification_export(request: CabinetRequest, code: str, kind: str) -> HttpResponse:
    """The table as it may be imported again."""
    found = assessment_or_404(request, code)
    rows = [row_texts(row) for row in task_rows(found)]
    name = f"Спецификация {found.title} {found.campaign.title}.{kind}"
    if kind == "csv":
        return attachment(table_csv(SPECIFICATION, rows), name, "text/csv; charset=utf-8")
    return attachment(table_xlsx(SPECIFICATION, rows, now=clock.now(), numbers=_NUMBERS), name, XLSX)


def _planned(content: bytes, name: str) -> tuple[list[TaskRow], list[Fault]]:
    """What the file says: the dry run and the real one both come here."""
    lines, faults = read_table(SPECIFICATION, content, name)
    if faults:
        return [], faults
    return read_specification(lines)


def _save(request: CabinetRequest, assessment: Assessment, rows: list[TaskRow], reason: str) -> Refusal | None:
    try:
        changed = services.change_specification(assessment=assessment, rows=rows, author=author_of(request, reason))
    except Refusal as refusal:
        return refusal
    messages.success(
        request, f"Спецификация сохранена, изменено мест для баллов: {changed}." if changed else "Изменений нет."
    )
    return None


def _state(assessment: Assessment) -> dict[str, object]:
    return {"is_published": services.is_published(assessment), "scripts": stored_scripts(assessment)}


def _texts(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.code, fault_text(fault, CATALOGUE)) for fault in faults]
