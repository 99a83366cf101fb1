"""HTML forms of the cabinets."""

import re
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.cards import PersonCard
from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.services.activation import account_of_code
from vpr.cabinets.topics import GROUPS, PACE_TITLE, TopicGroup
from vpr.kernel.roles import ROLE_TITLE, Role

_OLD_LOGIN = re.compile(r"^(?:sch|edu)?(\d{6})$")


def meant_logins(text: str) -> list[str]:
    """What a typed login may mean: `470167` and the former `sch470167` also mean edu470167 (DOMAIN §3)."""
    bare = text.strip().lower()
    match = _OLD_LOGIN.match(bare)
    return [bare, *(login for login in (f"edu{match[1]}", f"sch{match[1]}") if login != bare)] if match else [bare]


class SignInForm(LoginForm):  # type: ignore[misc]
    """Sign-in by login; schools may type their six digits alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Логин"
        self.fields["login"].widget.attrs.update(
            {"placeholder": "", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        )
        self.fields["password"].widget.attrs["placeholder"] = ""
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        meant = meant_logins(self.cleaned_data["login"])
        known = set(Account.objects.filter(login__in=meant).values_list("login", flat=True))
        return next((login for login in meant if login in known), meant[0])


class ActivationForm(forms.Form):
    """A one-time code becomes a password."""

    code = forms.CharField(
        label="Код активации",
        max_length=60,
        help_text="Двадцать знаков с листа, выданного координатором. Дефисы и регистр не важны.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "class": "code"}),
    )
    password = forms.CharField(
        label="Новый пароль",
        max_length=128,
        strip=False,
        help_text=" ".join(password_validators_help_texts()),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Пароль ещё раз",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    pledged = forms.BooleanField(
        label="Обязуюсь сохранять доступ в тайне",
        help_text="Пароль, код и полученные материалы не передаются никому, в том числе коллегам.",
        error_messages={"required": "Без этого обязательства доступ не выдаётся."},
    )

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or {}
        code, password = fields.get("code"), fields.get("password")
        if password and fields.get("again") and password != fields["again"]:
            self.add_error("again", "Пароли не совпадают. Введите один и тот же пароль в оба поля.")
        if not code:
            return fields
        try:
            account = account_of_code(code=code, now=clock.real_now())
        except Refusal as refusal:
            self.add_error("code", str(refusal))
            return fields
        if password:
            try:
                validate_password(password, account)
            except ValidationError as error:
                self.add_error("password", error)
        return fields


class ContactsForm(forms.Form):
    name = forms.CharField(
        label="Кто отвечает", max_length=200, required=False, help_text="Фамилия, имя, отчество и должность сотрудника."
    )
    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(label="Электронная почта", required=False, help_text="Сюда приходят копии уведомлений.")

    @classmethod
    def of(cls, unit: Unit) -> "ContactsForm":
        return cls(initial={"name": unit.contact_name, "phone": unit.contact_phone, "email": unit.contact_email})


class CardForm(forms.Form):
    """The card of an officer, as the level above knows it."""

    person = forms.CharField(label="Фамилия, имя, отчество", max_length=200, required=False)
    post = forms.CharField(label="Должность", max_length=200, required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(label="Электронная почта", required=False)
    document = forms.CharField(
        label="Документ о назначении", max_length=200, required=False, help_text="Например: приказ № 12 от 01.02.2026."
    )

    def card(self) -> PersonCard:
        return PersonCard(**{field: self.cleaned_data[field] for field in PersonCard.__dataclass_fields__})

    @staticmethod
    def known(appointment: Appointment) -> dict[str, str]:
        """What the card says now."""
        account = appointment.account
        own = {"person": account.person, "email": account.email}
        return own | {field: getattr(appointment, field) for field in ("post", "phone", "document")}


class PersonForm(forms.Form):
    """What a person keeps up to date about oneself."""

    person = forms.CharField(
        label="Фамилия, имя, отчество",
        max_length=200,
        required=False,
        help_text="Видят координаторы Вашей организации.",
    )
    email = forms.EmailField(label="Электронная почта", required=False, help_text="Сюда приходят письма для Вас.")
    post = forms.CharField(label="Должность", max_length=200, required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)


class SuccessorForm(CardForm):
    """Who takes over, from which day, and when the present access ends."""

    starts_on = forms.DateField(label="Приступает с", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    ends_at_once = forms.BooleanField(
        label="Прежний доступ закрыть сейчас",
        required=False,
        help_text="Без отметки прежний сотрудник работает до этого дня.",
    )
    field_order = ("person", "post", "phone", "email", "document", "starts_on", "ends_at_once")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].required = True


class CandidateForm(CardForm):
    """Whom the unit names as its coordinator."""

    starts_on = forms.DateField(label="Приступает с", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    replaces_me = forms.BooleanField(
        label="Вместо меня", required=False, help_text="В этот день Ваш собственный доступ закроется."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "post", "phone", "email"):
            self.fields[name].required = True  # S2, 1.1.1: name, post, telephone and address are sent


class AppointmentForm(CardForm):
    """Who is appointed; the choice of roles depends on the unit and the appointing cabinet."""

    role = forms.ChoiceField(label="Роль")
    login = forms.RegexField(
        label="Логин",
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$",
        required=False,
        help_text="Пусто — логин будет создан по коду организации. Логин уже работающего человека добавит ему роль.",
        error_messages={"invalid": "Логин — от 3 до 64 латинских букв, цифр, точек, дефисов."},
    )
    field_order = ("role", "person", "post", "phone", "email", "document", "login")

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, ROLE_TITLE[role]) for role in roles]
        self.fields["role"] = forms.ChoiceField(label="Роль", choices=choices)
        self.order_fields(self.field_order)


class LetterForm(forms.Form):
    """One group of topics: how often by e-mail, and for the dispensable ones whether in the cabinet at all."""

    pace = forms.ChoiceField(label="Письма", choices=[(pace.value, title) for pace, title in PACE_TITLE.items()])
    is_hidden = forms.BooleanField(label="Не показывать и в кабинете", required=False)

    def __init__(self, sent: QueryDict | None, *, group: TopicGroup, initial: dict[str, Any]) -> None:
        super().__init__(sent, prefix=group.key, initial=initial)
        if group.is_obligatory:
            del self.fields["is_hidden"]


def letter_forms(account: Account, sent: QueryDict | None) -> list[tuple[TopicGroup, LetterForm]]:
    """A form per group with the person's present choice."""
    rules = {rule.group: rule for rule in account.letter_rules.all()}
    return [
        (
            group,
            LetterForm(
                sent,
                group=group,
                initial={
                    "pace": rules[group.key].pace if group.key in rules else group.usual.value,
                    "is_hidden": group.key in rules and rules[group.key].is_hidden,
                },
            ),
        )
        for group in GROUPS
    ]


class RosterForm(forms.Form):
    """A list of coordinators as a table."""

    file = forms.FileField(label="Файл со списком (XLSX, ODS, XLS)")


class SetForm(forms.Form):
    """The name of a set of a responsible coordinator."""

    name = forms.CharField(
        label="Название набора", max_length=400, help_text="Например: «Негосударственные организации», «СПО»."
    )
