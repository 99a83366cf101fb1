"""Questions of the forum for the table of roles and addresses: one that all read, one hidden from all but the moderators."""

from vpr.base import clock
from vpr.kernel.roles import Role
from vpr.support.models import Answer, Question


def asked(unit, *, is_hidden):
    """A question of this unit and an answer to it, made when they are first needed."""
    hidden = {"hidden_at": clock.now(), "hidden_because": "не по теме"} if is_hidden else {}
    said = {"role": Role.SCHOOL_ORGANIZER, "unit": unit, "said_at": clock.now()}
    question, _ = Question.objects.get_or_create(
        title=f"Вопрос {unit.code}", defaults={"text": "О форме.", **said, **hidden}
    )
    Answer.objects.get_or_create(question=question, defaults={"text": "Так.", **said, **hidden})
    return question
