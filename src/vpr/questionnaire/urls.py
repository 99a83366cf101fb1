from django.urls import URLPattern, URLResolver, path

from vpr.questionnaire.views import answers, form

app_name = "questionnaire"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", answers.home, name="home"),
    path("forms/<str:code>/", form.form, name="form"),
    path("schools/<str:unit>/", answers.school, name="school"),
    path("answers/", answers.overview, name="overview"),
    path("answers.xlsx", answers.workbook, name="workbook"),
    path("answers.csv", answers.table, name="table"),
]
