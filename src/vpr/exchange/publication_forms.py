"""HTML forms of publications: what is said, to whom, when."""

import re
from typing import Any

from django import forms

from vpr.cabinets.models import Unit
from vpr.campaigns.forms import MoscowMoment
from vpr.campaigns.models import Campaign
from vpr.exchange.addressing import READERS, Address
from vpr.exchange.models import Edition, PublicationKind
from vpr.exchange.services import Words
from vpr.kernel.roles import ROLE_TITLE, UnitKind
from vpr.kernel.subjects import SUBJECTS

_GRADES = [(str(grade), f"{grade} класс") for grade in range(4, 12)]
_SUBJECTS = [(subject.key, subject.title) for subject in SUBJECTS.values()]
_NO_MORE_UNKNOWN = 10


def _many(label: str, choices: list[tuple[str, str]], help_text: str = "") -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


class EditionForm(forms.Form):
    kind = forms.ChoiceField(label="Вид", choices=PublicationKind.choices)
    title = forms.CharField(label="Заголовок", max_length=200)
    body = forms.CharField(label="Текст", required=False, widget=forms.Textarea, max_length=50_000)
    note = forms.CharField(
        label="Что изменилось", required=False, max_length=400, help_text="Адресаты увидят это у новой редакции."
    )
    is_obligatory = forms.BooleanField(label="обязательна для ознакомления", required=False)
    roles = _many("Роли", [(role.value, ROLE_TITLE[role]) for role in READERS])
    grades = _many("Классы", _GRADES)
    subjects = _many("Предметы", _SUBJECTS)
    campaign = forms.ModelChoiceField(
        label="Кампания",
        queryset=Campaign.objects.order_by("-year", "code"),
        required=False,
        empty_label="любая",
        help_text="Чьи работы с этими классами и предметами ожидаются от организации.",
    )
    places = _many("Территории", [])
    codes = forms.CharField(
        label="Отдельные организации и муниципалитеты",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Коды через пробел или с новой строки: 470167 reg47_m010.",
    )
    time_zones = _many("Часовые пояса", [])

    def __init__(self, data: Any = None, *, publisher: Unit, edition: Edition | None = None) -> None:
        super().__init__(data, initial=_initial(edition) if edition else _usual())
        self.publisher = publisher
        is_region = publisher.kind == UnitKind.REGION
        below = Unit.objects.filter(is_active=True, kind=UnitKind.MUNICIPALITY if is_region else UnitKind.REGION)
        if is_region:
            below = below.filter(region=publisher)
        places = [(str(unit.pk), unit.name) for unit in below.by_name()]
        self._choose("places", places, "Муниципалитеты" if is_region else "Регионы")
        zones = Unit.objects.order_by("time_zone").values_list("time_zone", flat=True).distinct()
        self._choose("time_zones", [(zone, zone) for zone in zones], "Часовые пояса")
        if edition is None or (edition.number == 1 and edition.publishes_at is None):
            del self.fields["note"]

    def clean_codes(self) -> dict[str, list[int]]:
        """Ids by level; an unknown code or one outside of the region is told."""
        codes = set(re.split(r"[\s,;]+", self.cleaned_data["codes"].strip())) - {""}
        known = Unit.objects.filter(code__in=codes).exclude(kind=UnitKind.COUNTRY)
        if self.publisher.kind == UnitKind.REGION:
            known = known.filter(region=self.publisher)
        found = {unit.code: unit for unit in known}
        unknown = sorted(codes - set(found))
        if unknown:
            raise forms.ValidationError(f"Таких кодов нет: {', '.join(unknown[:_NO_MORE_UNKNOWN])}.")
        return {
            level.value: [unit.pk for unit in found.values() if unit.kind == level]
            for level in (UnitKind.REGION, UnitKind.MUNICIPALITY, UnitKind.SCHOOL)
        }

    def words(self) -> Words:
        clean = self.cleaned_data
        places, codes = [int(key) for key in clean["places"]], clean["codes"]
        is_region = self.publisher.kind == UnitKind.REGION
        address = Address(
            roles=tuple(clean["roles"]),
            regions=tuple(sorted({*([] if is_region else places), *codes["region"]})),
            municipalities=tuple(sorted({*(places if is_region else []), *codes["municipality"]})),
            units=tuple(sorted(codes["school"])),
            time_zones=tuple(clean["time_zones"]),
            grades=tuple(int(grade) for grade in clean["grades"]),
            subjects=tuple(clean["subjects"]),
            campaign_id=clean["campaign"].pk if clean["campaign"] else None,
        )
        return Words(
            kind=clean["kind"],
            title=clean["title"],
            body=clean["body"],
            note=clean.get("note", ""),
            is_obligatory=clean["is_obligatory"],
            address=address,
        )

    def _choose(self, name: str, choices: list[tuple[str, str]], label: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices, field.label = choices, label


class PublishForm(forms.Form):
    at = MoscowMoment(
        label="Опубликовать",
        required=False,
        help_text="По Москве. Пусто: сразу.",
    )


def _usual() -> dict[str, Any]:
    return {"campaign": Campaign.objects.filter(is_current=True).first()}


def _initial(edition: Edition) -> dict[str, Any]:
    is_region = edition.publication.publisher.kind == UnitKind.REGION
    ticked = edition.municipalities if is_region else edition.regions
    named = [*edition.units, *([] if is_region else edition.municipalities)]
    codes = Unit.objects.filter(pk__in=named).order_by("code").values_list("code", flat=True)
    return {
        "kind": edition.kind,
        "title": edition.title,
        "body": edition.body,
        "note": edition.note if edition.publishes_at is None else "",
        "is_obligatory": edition.is_obligatory,
        "roles": edition.roles,
        "grades": [str(grade) for grade in edition.grades],
        "subjects": edition.subjects,
        "campaign": edition.campaign_id,
        "places": [str(key) for key in ticked],
        "codes": "\n".join(codes),
        "time_zones": edition.time_zones,
    }
