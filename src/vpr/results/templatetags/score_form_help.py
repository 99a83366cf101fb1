"""The help chapter of the score form, derived from its declaration."""

from django import template

from vpr.results.workbooks.reference import reference_spec
from vpr.results.workbooks.scores import score_form
from vpr.workbook.declaration import Form

#: A packaged assessment with plain tasks and dependent criteria: every kind of column there is.
EXAMPLE = "2026.en8"

register = template.Library()


@register.simple_tag
def example_score_form() -> Form:
    """The declaration of one form: its instruction and its columns with their help."""
    spec = reference_spec(EXAMPLE)
    assert spec is not None  # shipped in the package
    return score_form(spec)
