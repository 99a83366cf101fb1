from django.apps import AppConfig


class ObjectivityConfig(AppConfig):
    name = "vpr.objectivity"
    label = "objectivity"
    default_auto_field = "django.db.models.BigAutoField"
