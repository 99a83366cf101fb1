"""The filters of a report in the address: `?class=8А&variant=1&part=2`."""

from dataclasses import dataclass

from django.http import QueryDict

from vpr.analytics.report import Filters, Report
from vpr.analytics.reports.registry import REPORTS

NO_LETTER = "—"  # a class without a letter; an empty value means «all»


@dataclass(frozen=True)
class Choice:
    """One drop-list: values with their titles, the chosen one among them."""

    name: str
    title: str
    chosen: str
    options: tuple[tuple[str, str], ...]


def filters_of(query: QueryDict) -> Filters:
    """What was chosen; anything that is not a number where a number belongs counts as not chosen."""
    name = query.get("class", "")
    return Filters(
        class_name=("" if name == NO_LETTER else name) if name else None,
        variant=_number(query.get("variant", "")),
        part=_number(query.get("part", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def choices_of(report: Report) -> list[Choice]:
    """Drop-lists that have something to choose."""
    filters = report.filters
    chosen_class = filters.class_name if filters.class_name is None else filters.class_name or NO_LETTER
    parts = range(1, report.parts + 1) if REPORTS[report.name].has_parts else ()
    offered = [
        (
            "class",
            "Класс",
            chosen_class or "",
            "все",
            [(name or NO_LETTER, name or "без буквы") for name in report.classes],
        ),
        ("variant", "Вариант", str(filters.variant or ""), "все", [(str(v), str(v)) for v in report.variants]),
        ("part", "Часть", str(filters.part or ""), "обе", [(str(part), str(part)) for part in parts]),
    ]
    return [
        Choice(name, title, chosen, (("", every), *options))
        for name, title, chosen, every, options in offered
        if len(options) > 1
    ]
