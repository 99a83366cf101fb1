import pytest

from vpr.campaigns.models import Assessment, Campaign, MarkScale, Task
from vpr.campaigns.services import NoReferenceForAssessment, ensure_assessment, load_reference

pytestmark = pytest.mark.django_db


def test_a_campaign_of_the_reference_is_loaded_once():
    first = load_reference(campaign="2021")
    assert len(first) == Assessment.objects.count() == 41
    assert load_reference(campaign="2021") == []
    assert Assessment.objects.count() == 41


def test_loading_leaves_an_edited_assessment_alone():
    edited = ensure_assessment(code="2021.ma4")
    Assessment.objects.filter(pk=edited.pk).update(title="Математика 4 класс, исправлено")
    load_reference(campaign="2021")
    assert Assessment.objects.get(code="2021.ma4").title == "Математика 4 класс, исправлено"


def test_an_assessment_comes_with_tasks_parts_and_scale():
    item = ensure_assessment(code="2021.ru4")
    assert item.campaign.code == "2021"
    assert (item.parts, item.minutes, item.generation, item.is_open) == (2, 90, 2021, False)
    assert [t.code for t in item.tasks.order_by("position")[:3]] == ["1К1", "1К2", "2"]
    assert item.tasks.filter(part=2).count() == 15
    assert item.mark_scale.thresholds == (14, 24, 33)
    assert ensure_assessment(code="2021.RU4 ") == item


def test_dependencies_of_criteria_are_kept():
    item = ensure_assessment(code="2026.en8")
    assert {t.code: t.depends_on.code for t in item.tasks.exclude(depends_on=None)} == {
        "4К2": "4К1", "4К3": "4К1", "4К4": "4К1",
    }  # fmt: skip


def test_an_assessment_without_a_published_scale_has_none():
    assert not MarkScale.objects.filter(assessment=ensure_assessment(code="2026.ma4")).exists()


def test_the_whole_reference_fits_the_constraints():
    load_reference()
    assert Campaign.objects.filter(is_current=True).count() == 1
    assert Task.objects.filter(assessment__code="2022.gg7").count() == 20


@pytest.mark.parametrize("code", ["2020.fr7", "2026.ma5"])
def test_what_is_not_verified_is_refused_by_name(code):
    with pytest.raises(NoReferenceForAssessment, match=code):
        ensure_assessment(code=code)
