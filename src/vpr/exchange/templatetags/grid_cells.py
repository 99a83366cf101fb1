"""Cells of the browser grid as HTML: a page holds up to two thousand, an included template for each would be slow."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vpr.exchange.grid.page import Cell, Line, Section
from vpr.exchange.models import Workbook
from vpr.exchange.queries.workbooks import campaign_forms_of
from vpr.workbook.declaration import Column
from vpr.workbook.wording import help_of
from vpr.workbook.wording import wanted as wanted_words

register = template.Library()


@register.simple_tag
def grid_cell(section: Section, line: Line, cell: Cell, at: int) -> SafeString:
    """A `td` with its native input and what was said of it. `at` numbers the heads of the section."""
    label = conditional_escape(cell.column.title)
    looks = [word for word, is_so in (("known", cell.kind == "locked"), ("bad", cell.is_bad)) if is_so]
    look = f' class="{" ".join(looks)}"' if looks else ""
    said = "".join(_said(cell))
    return mark_safe(f'<td data-label="{label}"{look}>{_control(section, line, cell, at)}{said}</td>')


def _control(section: Section, line: Line, cell: Cell, at: int) -> str:
    if cell.kind == "locked":
        return str(conditional_escape(cell.text))
    described = f' aria-describedby="e-{cell.name}"' if cell.told else ""
    invalid = ' aria-invalid="true"' if cell.is_bad else ""
    labels = f'aria-labelledby="h-{section.sheet.key}-{at} r{line.number}"'
    common = f'id="{cell.name}" name="{cell.name}" {labels}{described}{invalid}'
    if cell.kind == "select":
        return f"<select {common}>{_options(cell)}</select>"
    value = f' value="{conditional_escape(cell.value)}"' if cell.text else ""
    return f"<input {common}{value}{_attributes(section, cell)}>"


def _options(cell: Cell) -> str:
    options = ['<option value=""></option>']
    if cell.is_other:
        other = conditional_escape(cell.text)
        options.append(f'<option value="{other}" selected>{other} (нет в списке)</option>')
    for text in cell.options:
        chosen = " selected" if text == cell.text else ""
        options.append(f"<option{chosen}>{conditional_escape(text)}</option>")
    return "".join(options)


def _attributes(section: Section, cell: Cell) -> str:
    if cell.kind == "date":
        return ' type="date"'
    if cell.kind == "number":
        return ' inputmode="numeric" autocomplete="off" class="num"'
    if cell.kind == "list":
        return f' autocomplete="off" list="list-{section.sheet.key}-{cell.column.key}"'
    return ' autocomplete="off"'


def _said(cell: Cell) -> list[str]:
    if not cell.told:
        return []
    sentences = [format_html('<span class="{}">{}</span>', told.tone, told.message) for told in cell.told]
    return [f'<span class="said" id="e-{cell.name}">', *sentences, "</span>"]


@register.filter
def wanted(column: Column) -> str:
    """«целое число от 0 до 500»."""
    return wanted_words(column)


@register.simple_tag(takes_context=True)
def campaign_forms(context: dict[str, Any]) -> list[Workbook]:
    """Declared forms of the current campaign that the reader's own unit fills in."""
    return campaign_forms_of(context["request"].cabinet.unit)


@register.filter
def told_help(column: Column) -> str:
    return help_of(column)
