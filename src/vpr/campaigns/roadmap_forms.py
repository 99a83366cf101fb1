"""Forms of the roadmap: its head and one row. A term is a rule over the plan or a fixed day."""

from typing import Any

from django import forms

from vpr.campaigns.models import RoadmapStage, RoadmapStep
from vpr.campaigns.rules.terms import UnknownTerm, all_anchors, parse_term
from vpr.campaigns.services.roadmaps import StepContent
from vpr.kernel.roles import ROLE_TITLE, Role

_UNITS = [("d", "дней"), ("w", "недель"), ("wd", "рабочих дней")]


class RoadmapForm(forms.Form):
    title = forms.CharField(label="Название", max_length=200)
    basis = forms.CharField(
        label="Основание", max_length=400, required=False, help_text="Каким приказом утверждена, если утверждена."
    )


class RoadmapStepForm(forms.Form):
    """A row as typed. «0 дней» from the anchor is the anchor itself."""

    title = forms.CharField(label="Мероприятие", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    stage = forms.ChoiceField(label="Этап", choices=RoadmapStage.choices)
    role = forms.ChoiceField(label="Ответственный", choices=[(role.value, ROLE_TITLE[role]) for role in Role])
    anchor = forms.ChoiceField(
        label="Срок от даты плана-графика",
        required=False,
        help_text="Срок сам сдвинется вместе с планом-графиком.",
    )
    count = forms.IntegerField(
        label="Отступ", min_value=-365, max_value=365, required=False, help_text="Со знаком минус – раньше этой даты."
    )
    unit = forms.ChoiceField(label="Единица отступа", choices=_UNITS, required=False)
    term_on = forms.DateField(
        label="Или твёрдая дата",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    document = forms.CharField(label="Документ", max_length=200, required=False)
    link = forms.CharField(
        label="Ссылка", max_length=300, required=False, help_text="Адрес страницы; можно оставить пустым."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anchor = self.fields["anchor"]
        assert isinstance(anchor, forms.ChoiceField)
        anchor.choices = [("", "не назначен"), *all_anchors().items()]

    @classmethod
    def initial_of(cls, step: RoadmapStep) -> dict[str, Any]:
        initial = {key: getattr(step, key) for key in ("title", "stage", "role", "term_on", "document", "link")}
        try:
            rule = parse_term(step.term_rule)
        except UnknownTerm:
            return initial
        return initial | {"anchor": rule.anchor, "count": rule.count, "unit": rule.unit}

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        is_name = ":" in link and "/" not in link and " " not in link
        if link and not is_name and not link.startswith(("/", "https://", "http://")):
            raise forms.ValidationError("Адрес начинается с https:// или с косой черты.")
        return link

    def content(self, step: RoadmapStep | None = None) -> StepContent:
        """A row keeps how its status is computed: that is not typed."""
        data = self.cleaned_data
        rule = data["anchor"]
        if rule and data["count"]:
            rule += f"{data['count']:+d}{data['unit'] or 'd'}"
        return StepContent(
            stage=data["stage"],
            title=data["title"],
            role=data["role"],
            term_rule=rule,
            term_on=data["term_on"],
            document=data["document"],
            link=data["link"],
            status_key=step.status_key if step else "",
        )
