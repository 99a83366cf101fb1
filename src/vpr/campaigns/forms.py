"""Forms of the federal organizer. Every date is typed and shown in Moscow time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from vpr.base.clock import MOSCOW
from vpr.campaigns.models import Assessment, Wave, WindowKind
from vpr.campaigns.rules import Period, WaveDates
from vpr.kernel.codes import parse_assessment_code
from vpr.kernel.subjects import SUBJECTS

#: Empty places for waves below the present ones.
_SPARE_WAVES = 1
_LEAST_WAVES = 2


class MoscowMoment(forms.DateTimeField):
    """A moment typed by the Moscow clock, whatever zone is active."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is None:
            return None
        if not 2000 <= moment.year <= 2100:
            raise forms.ValidationError("Проверьте год.")
        return moment.replace(tzinfo=MOSCOW)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(MOSCOW).replace(tzinfo=None) if isinstance(value, datetime) else value


class CampaignForm(forms.Form):
    code = forms.RegexField(
        r"^\d{4}[a-z]{0,4}$", label="Код", help_text="Год, например 2026; осенний этап: 2026a.", max_length=8
    )
    title = forms.CharField(
        label="Название", max_length=200, help_text="Как кампания названа в шапке страниц: ВПР 2026."
    )
    year = forms.IntegerField(label="Год", min_value=2015, max_value=2100)


class AssessmentForm(forms.Form):
    """A new assessment: code, title, minutes. Tasks come by the editor or by import."""

    subject = forms.ChoiceField(label="Предмет", choices=[(s.key, s.title) for s in SUBJECTS.values()])
    grade = forms.IntegerField(label="Класс", min_value=1, max_value=12)
    is_advanced = forms.BooleanField(label="углублённый уровень", required=False)
    minutes = forms.IntegerField(label="Минуты", min_value=1, max_value=300, required=False)
    source = forms.CharField(label="Источник", max_length=400, required=False, help_text="Откуда взята спецификация.")

    def code(self, campaign: str) -> str:
        form = "a" if self.cleaned_data["is_advanced"] else ""
        text = f"{campaign}.{self.cleaned_data['subject']}{self.cleaned_data['grade']}{form}"
        return str(parse_assessment_code(text))


class CardForm(forms.Form):
    title = forms.CharField(label="Название", max_length=200)
    minutes = forms.IntegerField(label="Минуты на выполнение", min_value=1, max_value=300, required=False)
    variants = forms.RegexField(
        r"^\s*\d{1,3}(\s*,\s*\d{1,3})*\s*$",
        label="Варианты",
        help_text="Номера через запятую, которые принимает форма: 1, 2.",
    )
    source = forms.CharField(label="Источник", max_length=400, required=False)

    @classmethod
    def initial_of(cls, assessment: Assessment) -> dict[str, Any]:
        return {
            "title": assessment.title,
            "minutes": assessment.minutes,
            "variants": ", ".join(map(str, assessment.variants)),
            "source": assessment.source,
        }

    def clean_variants(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["variants"].split(",")]


class TableForm(forms.Form):
    """A table as a file."""

    table = forms.FileField(label="Файл XLSX, ODS или CSV")


class ReasonForm(forms.Form):
    """Asked once the results of the assessment are out."""

    reason = forms.CharField(
        label="Причина изменения",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Результаты уже опубликованы: причина останется в истории работы, баллы и отметки будут пересчитаны.",
    )


class ScaleForm(ReasonForm):
    from_3 = forms.IntegerField(label="Первый балл отметки «3»", min_value=1, max_value=300)
    from_4 = forms.IntegerField(label="Первый балл отметки «4»", min_value=1, max_value=300)
    from_5 = forms.IntegerField(label="Первый балл отметки «5»", min_value=1, max_value=300)
    source = forms.CharField(label="Источник", max_length=400, required=False)
    field_order = ("from_3", "from_4", "from_5", "source", "reason")

    @property
    def thresholds(self) -> tuple[int, int, int]:
        data = self.cleaned_data
        return data["from_3"], data["from_4"], data["from_5"]


class DatesForm(forms.Form):
    """Windows and waves of one assessment, or of many at once: then an empty pair leaves what is there."""

    clear = forms.BooleanField(label="убрать сроки и волны, оставленные пустыми", required=False)

    def __init__(self, *args: Any, waves: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave_numbers = range(1, waves + 1)
        for kind in WindowKind:
            self.fields[f"{kind.value}_opens"] = MoscowMoment(label=f"{kind.label}: начало", required=False)
            self.fields[f"{kind.value}_closes"] = MoscowMoment(label=f"{kind.label}: окончание", required=False)
        for number in self.wave_numbers:
            self.fields[f"wave{number}_until"] = MoscowMoment(
                label=f"Волна {number}: приём загрузок до", required=False
            )
            self.fields[f"wave{number}_publishes"] = MoscowMoment(label=f"Волна {number}: публикация", required=False)

        for name, field in self.fields.items():
            if name != "clear":  # the table has no room for labels; its headers alone would not name a cell
                field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for first, last in self._pairs():
            if bool(data.get(first)) != bool(data.get(last)) and first not in self.errors and last not in self.errors:
                self.add_error(last if data.get(first) else first, "Заполните обе даты или очистите обе.")
        return data

    def _pairs(self) -> list[tuple[str, str]]:
        windows = [(f"{kind.value}_opens", f"{kind.value}_closes") for kind in WindowKind]
        return windows + [(f"wave{number}_until", f"wave{number}_publishes") for number in self.wave_numbers]

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(what, first field, second field) for the page."""
        titles = [str(kind.label) for kind in WindowKind] + [f"Волна {number}" for number in self.wave_numbers]
        return [(title, self[first], self[last]) for title, (first, last) in zip(titles, self._pairs(), strict=True)]

    def windows(self, present: Sequence[Period]) -> list[Period]:
        """Typed windows; those left empty stay as they are unless they are to be cleared."""
        typed = {
            kind.value: Period(kind.value, data[0], data[1])
            for kind in WindowKind
            if all(data := (self.cleaned_data[f"{kind.value}_opens"], self.cleaned_data[f"{kind.value}_closes"]))
        }
        kept = {} if self.cleaned_data["clear"] else {period.kind: period for period in present}
        return list((kept | typed).values())

    def waves(self, present: Sequence[WaveDates]) -> list[WaveDates]:
        typed = {
            number: WaveDates(number, data[0], data[1])
            for number in self.wave_numbers
            if all(data := (self.cleaned_data[f"wave{number}_until"], self.cleaned_data[f"wave{number}_publishes"]))
        }
        kept = {} if self.cleaned_data["clear"] else {wave.number: wave for wave in present}
        return sorted((kept | typed).values(), key=lambda wave: wave.number)


def dates_initial(assessments: Sequence[Assessment]) -> dict[str, Any]:
    """Dates that all the assessments share; with one assessment, its dates."""
    shared: dict[str, Any] | None = None
    for assessment in assessments:
        own = _dates_of(assessment)
        shared = own if shared is None else {k: v for k, v in shared.items() if own.get(k) == v}
    return {**(shared or {}), "clear": len(assessments) == 1}


def wave_places(waves: Sequence[Wave]) -> int:
    """Places for waves in the form: the present ones and a spare one, at least two."""
    return max(_LEAST_WAVES, max((wave.number for wave in waves), default=0) + _SPARE_WAVES)


def _dates_of(assessment: Assessment) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for window in assessment.windows.all():
        values[f"{window.kind}_opens"], values[f"{window.kind}_closes"] = window.opens_at, window.closes_at
    for wave in assessment.waves.all():
        values[f"wave{wave.number}_until"] = wave.uploads_until
        values[f"wave{wave.number}_publishes"] = wave.publishes_at
    return values
