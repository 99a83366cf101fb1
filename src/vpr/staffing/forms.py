"""HTML forms of the school's staff, rooms and orders."""

from typing import Any

from django import forms

from vpr.kernel.subjects import SUBJECTS
from vpr.staffing.models import StaffMember
from vpr.timetable.models import ClassGroup


class MemberForm(forms.Form):
    name = forms.CharField(label="Фамилия, имя, отчество", max_length=200, help_text="Сотрудник школы, не ученик.")
    post = forms.CharField(label="Должность", max_length=200, required=False)
    is_administration = forms.BooleanField(
        label="Представитель администрации", required=False, help_text="Директор или заместитель."
    )
    subjects = forms.MultipleChoiceField(
        label="Какие предметы преподаёт",
        required=False,
        choices=[(key, subject.title) for key, subject in SUBJECTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    classes = forms.MultipleChoiceField(
        label="В каких классах работает", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, groups: list[ClassGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(group.pk), group.name) for group in groups]
        self.fields["classes"] = forms.MultipleChoiceField(
            label="В каких классах работает", required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )

    @staticmethod
    def known(member: StaffMember) -> dict[str, Any]:
        return {
            "name": member.name,
            "post": member.post,
            "is_administration": member.is_administration,
            "subjects": member.subjects,
            "classes": [str(group.pk) for group in member.classes.all()],
        }


class RoomForm(forms.Form):
    number = forms.CharField(label="Номер аудитории", max_length=40)
    seats = forms.IntegerField(label="Мест", min_value=1, max_value=500)
    computers = forms.IntegerField(label="Компьютеров", min_value=0, max_value=500, initial=0)


class BookForm(forms.Form):
    """Who signs, who is put in charge."""

    head_post = forms.CharField(label="Должность руководителя", max_length=100, initial="Директор")
    head_name = forms.CharField(label="Фамилия и инициалы руководителя", max_length=200, required=False)
    coordinator = forms.TypedChoiceField(label="Школьный координатор", required=False, coerce=int, empty_value=None)
    technician = forms.TypedChoiceField(label="Технический специалист", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, staff: list[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "не назначен"), *((member.pk, member.name) for member in staff)]
        for name in ("coordinator", "technician"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = choices


class ActForm(forms.Form):
    number = forms.CharField(label="Номер приказа", max_length=40, required=False)
    signed_on = forms.DateField(
        label="Дата", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
