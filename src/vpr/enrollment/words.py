"""Lists of the forms of this room: kinds of schools, legal forms, settlements, statuses (DOMAIN §5.5, §5.6)."""

from django.db import models


class SchoolKind(models.TextChoices):
    """Тип ОО: what sort of organization it is."""

    GENERAL = "general", "общеобразовательная"
    LYCEUM = "lyceum", "лицей, гимназия, с углублённым изучением"
    BOARDING = "boarding", "интернат, кадетская"
    CORRECTIONAL = "correctional", "коррекционная"
    EVENING = "evening", "вечерняя"
    CLOSED = "closed_type", "закрытого типа, при УИС"
    VOCATIONAL = "vocational", "профессиональная (СПО)"
    OTHER = "other", "другая"


class LegalForm(models.TextChoices):
    MUNICIPAL = "municipal", "муниципальная"
    STATE = "state", "государственная"
    FEDERAL = "federal", "федеральная"
    PRIVATE = "private", "частная"


class Settlement(models.TextChoices):
    """Вид населённого пункта: the four places of the context form (DOMAIN §5.5, question 14)."""

    CAPITAL = "capital", "административный центр субъекта"
    CITY = "city", "город"
    TOWN = "town", "посёлок городского типа"
    RURAL = "rural", "сельский"


class Status(models.TextChoices):
    """What the reconciliation says of an organization (DOMAIN §5.6)."""

    ACTIVE = "active", "действует"
    NEW = "new", "новая"
    CLOSED = "closed", "ликвидирована"
    REORGANIZED = "reorganized", "реорганизована"
    MOVED = "moved", "переведена"


class WorkForm(models.TextChoices):
    PAPER = "paper", "бумажная"
    COMPUTER = "computer", "компьютерная"


class ApplicationState(models.TextChoices):
    """DOMAIN §4: draft → submitted → municipal_confirmed → regional_confirmed → frozen."""

    DRAFT = "draft", "возвращена, исправляется"
    SUBMITTED = "submitted", "подана школой"
    MUNICIPAL_CONFIRMED = "municipal_confirmed", "подтверждена муниципалитетом"
    REGIONAL_CONFIRMED = "regional_confirmed", "подтверждена регионом"
    FROZEN = "frozen", "закреплена"


class ReconciliationState(models.TextChoices):
    SUBMITTED = "submitted", "на проверке региона"
    ACCEPTED = "accepted", "принята"
    RETURNED = "returned", "возвращена"
    REPLACED = "replaced", "заменена новой"


class SuccessionKind(models.TextChoices):
    CREATED = "created", "создана"
    CLOSED = "closed", "ликвидирована"
    MERGED = "merged", "присоединена"
    RENAMED = "renamed", "переименована"  # changes of place are kept by `cabinets.UnitMove`
