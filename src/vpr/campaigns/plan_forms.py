"""Forms of the plan-schedule: items of one assessment or of many, all steps, draw groups, the preview."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from vpr.cabinets.models import Unit
from vpr.campaigns.forms import MoscowMoment
from vpr.campaigns.rules.plan_dates import CLOCKS, CRITERIA_TITLES, KEY_TITLES, MATERIALS_TITLES
from vpr.campaigns.rules.plan_rows import FIELD_TITLES, FORM_TITLES, GroupRow, ItemRow, StepRow, end_text, start_text
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.campaigns.rules.plan_table import untold_start
from vpr.campaigns.rules.typed_days import NotADay, typed_end, typed_start
from vpr.kernel.roles import ROLE_TITLE, Role

_KEEP = "keep"
_DATES = (
    "period_from",
    "period_to",
    "check_until",
    "upload_until",
    "late_upload_until",
    "results_on",
    "late_results_on",
)
_RULES = {"materials_rule": MATERIALS_TITLES, "key_rule": KEY_TITLES, "criteria_rule": CRITERIA_TITLES}
_SPARE_GROUPS = 3


class ItemsForm(forms.Form):
    """Dates and rules of one assessment or of many at once: then what is left alone stays as each has it."""

    def __init__(self, *args: Any, items: Sequence[ItemRow], groups: Sequence[GroupRow], **kwargs: Any) -> None:
        self.items, self.is_single = items, len(items) == 1
        kwargs.setdefault("initial", self._shared())
        super().__init__(*args, **kwargs)
        for key in _DATES:
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[key] = forms.DateField(label=FIELD_TITLES[key], required=False, widget=widget)
        for key, titles in _RULES.items():
            self.fields[key] = self._choice(FIELD_TITLES[key], list(titles.items()), empty="не назначено")
        numbers = sorted({group.number for group in groups})
        options = [(str(number), f"группа {number}") for number in numbers]
        self.fields["group"] = self._choice("Случайный выбор", options, empty="пишут все классы")
        options = [("paper", "бумажная"), ("computer", "компьютерная"), ("paper,computer", "бумажная или компьютерная")]
        self.fields["forms"] = self._choice("Форма", options, empty="")
        self.fields["duration_minutes"] = forms.IntegerField(label="Минуты", min_value=1, max_value=300, required=False)
        self.fields["pause_minutes"] = forms.IntegerField(
            label="Перерыв между частями, минут", min_value=0, max_value=60, required=False
        )
        self.fields["source"] = forms.CharField(label="Источник", max_length=400, required=False)
        if not self.is_single:
            self.fields["clear"] = forms.BooleanField(label="убрать даты, оставленные пустыми", required=False)

    def _choice(self, label: str, options: list[tuple[str, str]], *, empty: str) -> forms.ChoiceField:
        kept = [] if self.is_single else [(_KEEP, "оставить как есть")]
        nothing = [("", empty)] if empty else []
        return forms.ChoiceField(label=label, choices=[*kept, *nothing, *options], required=False)

    def _shared(self) -> dict[str, Any]:
        """What all the items have alike; a choice on which they differ is kept."""
        texts = [_initial(item) for item in self.items]
        shared = {key: value for key, value in texts[0].items() if all(other[key] == value for other in texts)}
        return dict.fromkeys((*_RULES, "group", "forms"), _KEEP) | shared

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key in _DATES:
            day: date | None = data.get(key)
            if day and not 2000 <= day.year <= 2100:
                self.add_error(key, "Проверьте год.")
        return data

    def changed(self, item: ItemRow) -> ItemRow:
        """The item with what was typed."""
        data = self.cleaned_data
        clears = self.is_single or data.get("clear")
        values: dict[str, Any] = {key: data[key] for key in _DATES if data[key] is not None or clears}
        values |= {key: data[key] for key in _RULES if data[key] != _KEEP}
        if data["group"] != _KEEP:
            values["group"] = int(data["group"]) if data["group"] else None
        if data["forms"] and data["forms"] != _KEEP:
            values["forms"] = tuple(data["forms"].split(","))
        for key in ("duration_minutes", "pause_minutes"):
            if data[key] is not None or (self.is_single and key == "duration_minutes"):
                values[key] = data[key]
        if data["source"] or self.is_single:
            values["source"] = data["source"]
        return replace(item, **values)


def _initial(item: ItemRow) -> dict[str, Any]:
    same = (*_DATES, *_RULES, "duration_minutes", "pause_minutes", "source")
    forms_text = ",".join(form for form in FORM_TITLES if form in item.forms)
    return {key: getattr(item, key) for key in same} | {"group": str(item.group or ""), "forms": forms_text}


class StepsForm(forms.Form):
    """All steps of the catalogue: a step without an end is not in the plan."""

    def __init__(self, *args: Any, steps: Sequence[StepRow], **kwargs: Any) -> None:
        self.present = {step.key: step for step in steps}
        super().__init__(*args, **kwargs)
        for key, kind in STEPS.items():
            row = self.present.get(key)
            start = start_text(row.opens_at) if row and row.start_is_told else ""
            for edge, words, text in (
                ("from", "начало", start),
                ("until", "окончание", end_text(row.closes_at) if row else ""),
            ):
                widget = forms.TextInput(attrs={"size": 17, "aria-label": f"{kind.title}: {words}"})
                field = forms.CharField(required=False, max_length=40, initial=text, widget=widget)
                self.fields[f"{key}_{edge}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key in STEPS:
            for edge, read in (("from", typed_start), ("until", typed_end)):
                try:
                    data[f"{key}_{edge}"] = read(data.get(f"{key}_{edge}", ""))
                except NotADay:
                    self.add_error(f"{key}_{edge}", "Пишите 09.02.2026 или 09.02.2026 18:00.")
            if data.get(f"{key}_from") and not data.get(f"{key}_until") and f"{key}_until" not in self.errors:
                self.add_error(f"{key}_until", "Укажите и окончание.")
        return data

    def rows(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """(title, who acts, start, end) for the page."""
        return [
            (
                kind.title,
                ", ".join(ROLE_TITLE[role].lower() for role in kind.roles),
                self[f"{key}_from"],
                self[f"{key}_until"],
            )
            for key, kind in STEPS.items()
        ]

    def steps(self) -> tuple[StepRow, ...]:
        found = []
        for key in STEPS:
            start, end = self.cleaned_data[f"{key}_from"], self.cleaned_data[f"{key}_until"]
            if end:
                source = self.present[key].source if key in self.present else ""
                found.append(StepRow(key, start or untold_start(end.year), end, start is not None, source))
        return tuple(found)


class GroupsForm(forms.Form):
    """Draw groups: present ones and some spare rows; a row without a grade goes away."""

    def __init__(self, *args: Any, groups: Sequence[GroupRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(groups) + _SPARE_GROUPS
        for at in range(self.count):
            group = groups[at] if at < len(groups) else None
            for key, label, field in (
                ("grade", "класс", forms.IntegerField(min_value=1, max_value=12, required=False)),
                ("number", "номер группы", forms.IntegerField(min_value=1, max_value=9, required=False)),
                ("title", "название", forms.CharField(max_length=200, required=False)),
                (
                    "choose",
                    "сколько предметов пишет класс",
                    forms.IntegerField(min_value=1, max_value=9, required=False),
                ),
            ):
                field.initial = getattr(group, key) if group else None
                field.widget.attrs["aria-label"] = f"Строка {at + 1}: {label}"
                if key == "title":
                    field.widget.attrs["size"] = 44
                self.fields[f"{key}{at}"] = field

    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{key}{at}"] for key in ("grade", "number", "title", "choose")] for at in range(self.count)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen = set()
        for at in range(self.count):
            place = data.get(f"grade{at}"), data.get(f"number{at}")
            if place[0] and not place[1]:
                self.add_error(f"number{at}", "Укажите номер группы.")
            if place[0] and place in seen:
                self.add_error(f"number{at}", "Такая группа уже есть выше.")
            seen.add(place)
        return data

    def groups(self) -> tuple[GroupRow, ...]:
        data = self.cleaned_data
        return tuple(
            GroupRow(
                data[f"grade{at}"],
                data[f"number{at}"],
                data[f"title{at}"] or f"Предметы по выбору, {data[f'grade{at}']} класс",
                data[f"choose{at}"] or 1,
            )
            for at in range(self.count)
            if data[f"grade{at}"]
        )


class PreviewForm(forms.Form):
    """Whose eyes, when, by which clock. A code of a unit goes before the clock."""

    at = MoscowMoment(label="Дата и время, московские")
    role = forms.ChoiceField(label="Роль", choices=[(role.value, ROLE_TITLE[role]) for role in Role])
    zone = forms.ChoiceField(label="Часы", choices=list(CLOCKS.items()))
    unit = forms.CharField(label="Или код организации", required=False, max_length=32)

    def clean_unit(self) -> Unit | None:
        code = self.cleaned_data["unit"].strip()
        unit = Unit.objects.filter(code=code).first() if code else None
        if code and unit is None:
            raise forms.ValidationError("Организации с таким кодом нет.")
        return unit


class RehearsalForm(forms.Form):
    """The moment that the clock of the rehearsal shall show now."""

    moment = MoscowMoment(label="Который час на репетиции, по Москве")
