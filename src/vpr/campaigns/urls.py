from django.urls import path, register_converter

from vpr.campaigns.views import (
    assessment,
    dates,
    overview,
    plan_editing,
    plan_reading,
    plan_versions,
    roadmaps,
    scales,
    specification,
)


class AssessmentCodeInPath:
    """`2026.en8` as a piece of an address."""

    regex = r"\d{4}[a-z]*\.[a-z]+\d{1,2}[a-z]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AssessmentCodeInPath, "assessment_code")

app_name = "campaigns"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("plan/", plan_reading.plan, name="plan"),
    path("plan.ics", plan_reading.plan_calendar, name="plan_calendar"),
    path("plan/preview/", plan_reading.plan_preview, name="plan_preview"),
    path("rehearsal/", plan_reading.rehearsal_clock, name="rehearsal"),
    path("roadmap/", roadmaps.roadmap, name="roadmap"),
    path("roadmap.pdf", roadmaps.roadmap_print, name="roadmap_print"),
    path("roadmap/copy/", roadmaps.roadmap_copy, name="roadmap_copy"),
    path("roadmap/edit/", roadmaps.roadmap_edit, name="roadmap_edit"),
    path("roadmap/remove/", roadmaps.roadmap_remove, name="roadmap_remove"),
    path("roadmap/steps/new/", roadmaps.roadmap_add, name="roadmap_add"),
    path("roadmap/steps/<int:number>/", roadmaps.roadmap_step, name="roadmap_step"),
    path("roadmap/steps/<int:number>/tick/", roadmaps.roadmap_tick, name="roadmap_tick"),
    path("new/", overview.new_campaign, name="new_campaign"),
    path("reference/", overview.load_reference, name="load_reference"),
    path("current/", overview.make_current, name="make_current"),
    path("dates/", dates.dates, name="dates"),
    path("<slug:campaign>/plans/", plan_versions.plan_versions, name="plan_versions"),
    path("<slug:campaign>/plans/begin/", plan_versions.begin_plan, name="begin_plan"),
    path("<slug:campaign>/plans/<int:version>/", plan_versions.plan_version, name="plan_version"),
    path("<slug:campaign>/plans/<int:version>/items/", plan_editing.plan_items, name="plan_items"),
    path("<slug:campaign>/plans/<int:version>/drop/", plan_editing.plan_drop, name="plan_drop"),
    path("<slug:campaign>/plans/<int:version>/steps/", plan_editing.plan_steps, name="plan_steps"),
    path("<slug:campaign>/plans/<int:version>/groups/", plan_editing.plan_groups, name="plan_groups"),
    path("<slug:campaign>/plans/<int:version>/import/", plan_versions.plan_import, name="plan_import"),
    path("<slug:campaign>/plans/<int:version>/publish/", plan_versions.publish_plan, name="publish_plan"),
    path("<slug:campaign>/plans/<int:version>/discard/", plan_versions.discard_plan, name="discard_plan"),
    path("<slug:campaign>/plans/<int:version>/plan.xlsx", plan_versions.plan_export, name="plan_export"),
    path("<slug:campaign>/new/", overview.new_assessment, name="new_assessment"),
    path("<slug:campaign>/scales/", scales.scales, name="scales"),
    path("<slug:campaign>/scales.xlsx", scales.scales_export, name="scales_export"),
    path("<assessment_code:code>/", assessment.assessment, name="assessment"),
    path("<assessment_code:code>/card/", assessment.card, name="card"),
    path("<assessment_code:code>/open/", assessment.open_for_schools, name="open_for_schools"),
    path("<assessment_code:code>/close/", assessment.close_for_schools, name="close_for_schools"),
    path("<assessment_code:code>/specification/", specification.specification, name="specification"),
    path(
        "<assessment_code:code>/specification/import/", specification.specification_import, name="specification_import"
    ),
    path(
        "<assessment_code:code>/specification.xlsx",
        specification.specification_export,
        {"kind": "xlsx"},
        name="specification_xlsx",
    ),
    path(
        "<assessment_code:code>/specification.csv",
        specification.specification_export,
        {"kind": "csv"},
        name="specification_csv",
    ),
    path("<assessment_code:code>/scale/", scales.scale, name="scale"),
    path("<assessment_code:code>/waves/<int:number>/publish/", dates.publish, name="publish"),
]
