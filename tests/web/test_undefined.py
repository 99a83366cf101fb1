"""The net under the templates: a misspelled name fails a test, an absent value does not."""

import pytest
from django.template import Context, engines

from undefined import Undefined


def shown(text, **values):
    engine = engines["django"].engine
    assert isinstance(engine.string_if_invalid, Undefined)
    return engine.from_string(text).render(Context(values))


@pytest.mark.parametrize(
    "text", ["{{ nobody }}", "{{ word.nothing }}", "{% for x in nobody %}{% endfor %}{{ nobody.x }}"]
)
def test_a_misspelled_name_fails(text):
    with pytest.raises(pytest.fail.Exception):
        shown(text, word="слово")


def test_none_on_the_way_is_an_answer_and_filters_still_apply():
    assert shown('{{ entry.account.login|default:"—" }}', entry=type("Entry", (), {"account": None})()) == "—"
    assert shown("{% if nobody %}yes{% else %}no{% endif %}") == "no"
