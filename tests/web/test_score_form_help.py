"""The help page tells of the form what its declaration says."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from vpr.kernel.roles import Role
from vpr.results.templatetags.score_form_help import example_score_form

pytestmark = pytest.mark.django_db


def test_every_column_and_every_step_is_told(client, world):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    page = client.get(reverse("cabinets:help")).content.decode()
    form = example_score_form()
    assert all(escape(column.help) in page and escape(column.title) in page for column in form.sheet.columns)
    assert all(escape(step) in page for step in form.instruction)
