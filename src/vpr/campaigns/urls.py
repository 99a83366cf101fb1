from django.urls import path, register_converter

from vpr.campaigns.views import assessment, dates, overview, scales, specification


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
    path("plan/", overview.plan, name="plan"),
    path("new/", overview.new_campaign, name="new_campaign"),
    path("reference/", overview.load_reference, name="load_reference"),
    path("current/", overview.make_current, name="make_current"),
    path("dates/", dates.dates, name="dates"),
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
