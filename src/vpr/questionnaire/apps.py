from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "vpr.questionnaire"
    label = "questionnaire"
    default_auto_field = "django.db.models.BigAutoField"
