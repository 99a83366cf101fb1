"""Tables of the forum. A question belongs to the whole country: every role reads every question and answer (S4)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import ROLE_TITLE, Role


class Topic(models.TextChoices):
    ACCESS = "access", "Вход и доступ"
    PREPARATION = "preparation", "Подготовка: списки, заявки, расписание"
    DAY = "day", "Проведение и материалы"
    UPLOAD = "upload", "Заполнение и загрузка форм"
    RESULTS = "results", "Результаты и аналитика"
    OTHER = "other", "Другое"


class QuestionState(models.TextChoices):
    OPEN = "open", "ждёт ответа"
    ANSWERED = "answered", "есть ответ"
    MERGED = "merged", "объединён"
    CLOSED = "closed", "закрыт"


class Spoken(models.Model):
    """Who said a thing. Readers see the role and the region; the account is kept for the journal alone."""

    role = models.CharField(max_length=32, choices=[(role.value, ROLE_TITLE[role]) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()
    text = models.TextField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_because = models.CharField(max_length=300, blank=True, default="")
    is_erased = models.BooleanField(default=False)  # hidden and its words removed for good

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def speaker(self) -> str:
        """«Ответственный организатор ОО, Алтайский край»: never a name of a person or of a school."""
        region = self.unit.region if self.unit.region_id else self.unit if self.unit.kind == "region" else None
        title = ROLE_TITLE[Role(self.role)]
        return f"{title}, {region}" if region else title


class Question(Spoken):
    """A question of one unit, read by all."""

    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=12, choices=Topic, default=Topic.OTHER)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about_page = models.CharField(max_length=60, blank=True, default="")  # name of the page: exchange:upload
    about_code = models.CharField(max_length=40, blank=True, default="")  # code of an assessment or of a form
    codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)  # faults that it speaks of: R-07A
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    is_pinned = models.BooleanField(default=False)  # stands on the page of frequent questions under its topic
    answered_at = models.DateTimeField(null=True, blank=True)  # the first answer
    answers_count = models.PositiveIntegerField(default=0)  # shown ones
    helped = models.PositiveIntegerField(default=0)  # «помогло» under its answers
    # Folded by `words.fold` before they come here: PostgreSQL 15 under LC_CTYPE=C lowers no Cyrillic letter by itself
    folded_title = models.TextField(default="")
    folded_text = models.TextField(default="")
    folded_answers = models.TextField(default="")
    search = models.GeneratedField(
        expression=SearchVector("folded_title", config="russian", weight="A")
        + SearchVector("folded_text", config="russian", weight="B")
        + SearchVector("folded_answers", config="russian", weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-said_at", "-id"]
        indexes = [
            GinIndex(fields=["search"], name="question_search"),
            GinIndex(fields=["codes"], name="question_codes"),
            models.Index(fields=["state", "said_at"], name="question_queue"),
            models.Index(fields=["-said_at", "-id"], name="question_recent"),
            models.Index(fields=["unit", "-said_at"], name="question_of_unit"),
            models.Index(fields=["about_page"], name="question_screen", condition=~models.Q(about_page="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_merged_question_names_another",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="a_question_is_hidden_with_a_reason",
                condition=models.Q(hidden_at=None) | ~models.Q(hidden_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Answer(Spoken):
    """A colleague's answer, or an official one: for the country, or for the practice of one region."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    is_official = models.BooleanField(default=False)
    region = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_accepted = models.BooleanField(default=False)
    helped = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-is_accepted", "-is_official", "-helped", "said_at", "id"]
        indexes = [models.Index(fields=["unit", "-said_at"], name="answer_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(is_accepted=True), name="one_accepted_answer"
            ),
            models.CheckConstraint(
                name="only_an_official_answer_speaks_for_a_region",
                condition=models.Q(region=None) | models.Q(is_official=True),
            ),
            models.CheckConstraint(
                name="an_answer_is_hidden_with_a_reason",
                condition=models.Q(hidden_at=None) | ~models.Q(hidden_because=""),
            ),
        ]

    @property
    def standing(self) -> str:
        if not self.is_official:
            return ""
        return f"официально для региона: {self.region}" if self.region else "официальный ответ"


class Thanks(models.Model):
    """«Помогло»: once from a person."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="thanks")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "account"], name="thanks_once")]


class Follow(models.Model):
    """A unit that wants to hear of new answers. The unit that asked follows from the start."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="follows")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "unit"], name="follow_once")]


class Word(models.Model):
    """Vocabulary of the forum by stems, for words typed with a slip: `spellings` are the stem and the word less one letter."""

    stem = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=40)  # a word with this stem, as somebody wrote it
    uses = models.PositiveIntegerField(default=0)
    spellings = ArrayField(models.CharField(max_length=40))

    class Meta:
        indexes = [GinIndex(fields=["spellings"], name="word_spellings")]
