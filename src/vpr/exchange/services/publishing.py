"""The verbs of publications: prepare an edition, publish it at a moment, withdraw, announce."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.base import files
from vpr.base.queue import defer
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.exchange.addressing import Address
from vpr.exchange.models import Edition, EditionFile, Publication, PublicationKind
from vpr.exchange.queries.publications import units_of
from vpr.exchange.refusals import (
    EditionIsPublished,
    NothingToPublish,
    NotThePublisher,
    OutsideOfRegion,
    PublicationFileRefused,
    TooManyFiles,
)
from vpr.exchange.rules import (
    LARGEST_PUBLICATION_FILE,
    MOST_PUBLICATION_FILES,
    PUBLICATION_FORMATS,
    bare_name,
)
from vpr.kernel.roles import Role, UnitKind

PUBLISHERS = (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR)
#: (name, bytes) of a file that was brought.
Brought = tuple[str, bytes]


@dataclass(frozen=True)
class Words:
    """What an edition says and to whom."""

    kind: str
    title: str
    body: str = ""
    note: str = ""
    is_obligatory: bool = False
    address: Address = field(default_factory=Address)


@transaction.atomic
def prepare_publication(*, by: Cabinet, words: Words, brought: Sequence[Brought] = (), now: datetime) -> Edition:
    """A draft of a new publication: nobody else sees it yet."""
    _require_publisher(by)
    publication = Publication.objects.create(publisher=by.unit)
    return _write(by, publication, Edition(publication=publication, number=1), words, (), brought, now)


@transaction.atomic
def prepare_edition(
    *,
    by: Cabinet,
    publication: Publication,
    words: Words,
    kept: Sequence[int] = (),
    brought: Sequence[Brought] = (),
    now: datetime,
) -> Edition:
    """Changes the draft, or begins the next edition when the last one is published or planned.

    `kept`: files (ids) of the last edition that stay.
    """
    locked = _locked(by, publication)
    last = locked.editions.latest("number")
    stays = list(last.files.filter(pk__in=kept))
    if last.publishes_at is None:
        return _write(by, locked, last, words, stays, brought, now)
    return _write(by, locked, Edition(publication=locked, number=last.number + 1), words, stays, brought, now)


@transaction.atomic
def publish_edition(*, by: Cabinet, edition: Edition, at: datetime | None, now: datetime) -> None:
    """Publishes a draft now or plans it for a later moment; None: now."""
    _locked(by, edition.publication)
    edition.refresh_from_db()
    if edition.publishes_at is not None and edition.publishes_at <= now:
        raise EditionIsPublished
    if not edition.body.strip() and not edition.files.exists():
        raise NothingToPublish
    edition.publishes_at = max(at, now) if at else now
    edition.save(update_fields=["publishes_at"])
    Publication.objects.filter(pk=edition.publication_id).update(withdrawn_at=None)
    _journal(by, "published_document", edition, now)
    defer("exchange.announce_publications", once_as="exchange.announce_publications")


@transaction.atomic
def unplan_edition(*, by: Cabinet, edition: Edition, now: datetime) -> None:
    """A planned edition is a draft again."""
    _locked(by, edition.publication)
    edition.refresh_from_db()
    if edition.publishes_at is None:
        return
    if edition.publishes_at <= now:
        raise EditionIsPublished
    edition.publishes_at = None
    edition.save(update_fields=["publishes_at"])


@transaction.atomic
def withdraw_publication(*, by: Cabinet, publication: Publication, now: datetime) -> None:
    """Nobody but the publisher sees it any more; files and receipts stay."""
    locked = _locked(by, publication)
    locked.withdrawn_at = now
    locked.save(update_fields=["withdrawn_at"])
    _journal(by, "withdrew_document", locked.editions.latest("number"), now)


def announce_publications(*, now: datetime) -> int:
    """Tells the addressed of editions whose time has come; each once. Returns how many editions."""
    waiting = Edition.objects.current(now).filter(announced_at=None).values_list("pk", flat=True)
    return sum(_announce(key, now) for key in list(waiting))


@transaction.atomic
def _announce(key: int, now: datetime) -> int:
    edition = (
        Edition.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("publication__publisher")
        .filter(pk=key, announced_at=None)
        .first()
    )
    if edition is None:
        return 0
    edition.announced_at = now
    edition.save(update_fields=["announced_at"])
    notify(
        units=units_of(edition),
        title=announcement_title(edition),
        body=_announcement(edition),
        link=reverse("exchange:publication", args=[edition.publication_id]),
        topic="release",
        sender=edition.made_by,
        now=now,
    )
    return 1


def announcement_title(edition: Edition) -> str:
    what = PublicationKind(edition.kind).label if edition.number == 1 else "Новая редакция"
    return f"{what}: {edition.title}"


def _announcement(edition: Edition) -> str:
    lines = [f"Опубликовано: «{edition.title}»."]
    lines += [f"Что изменилось: {edition.note}"] if edition.note else []
    lines += ["Публикация обязательна для ознакомления: откройте её в кабинете."] if edition.is_obligatory else []
    return "\n".join(lines)


def _write(
    by: Cabinet,
    publication: Publication,
    edition: Edition,
    words: Words,
    stays: Sequence[EditionFile],
    brought: Sequence[Brought],
    now: datetime,
) -> Edition:
    _require_inside(by.unit, words.address)
    fields = asdict(words) | {name: list(value) for name, value in asdict(words.address).items() if name in _LISTS}
    for name, value in fields.items():
        if name != "address":
            setattr(edition, name, value)
    edition.campaign_id = words.address.campaign_id
    edition.made_at, edition.made_by = now, by.account
    edition.save()
    lines = [EditionFile(edition=edition, name=file.name, sha256=file.sha256, size=file.size) for file in stays]
    lines += [_kept_file(edition, name, content) for name, content in brought]
    if len(lines) > MOST_PUBLICATION_FILES:
        raise TooManyFiles
    edition.files.all().delete()
    EditionFile.objects.bulk_create(lines)
    return edition


_LISTS = ("roles", "regions", "municipalities", "units", "time_zones", "grades", "subjects")


def _kept_file(edition: Edition, name: str, content: bytes) -> EditionFile:
    bare = bare_name(name)
    if not content:
        raise PublicationFileRefused(f"Файл «{bare}» пуст: в нём 0 байт.")
    if len(content) > LARGEST_PUBLICATION_FILE:
        most = LARGEST_PUBLICATION_FILE // 1024 // 1024
        raise PublicationFileRefused(f"Файл «{bare}» больше {most} МБ. Разделите его или сожмите.")
    if bare.rpartition(".")[2].lower() not in PUBLICATION_FORMATS:
        raise PublicationFileRefused(
            f"Файл «{bare}» такого вида не публикуется. Подойдут документы, таблицы, презентации, картинки и архивы."
        )
    return EditionFile(edition=edition, name=bare, sha256=files.keep(content), size=len(content))


def _require_publisher(by: Cabinet) -> None:
    if by.role not in PUBLISHERS:
        raise NotThePublisher


def _require_inside(publisher: Unit, address: Address) -> None:
    """A region publishes only within itself."""
    if publisher.kind == UnitKind.COUNTRY:
        return
    named = {*address.regions, *address.municipalities, *address.units}
    inside = Unit.objects.filter(pk__in=named, region=publisher).count() + (publisher.pk in named)
    if inside != len(named):
        raise OutsideOfRegion


def _locked(by: Cabinet, publication: Publication) -> Publication:
    """The publication, held for the length of the transaction: two editions at once get two numbers."""
    _require_publisher(by)
    locked = Publication.objects.select_for_update().filter(pk=publication.pk, publisher=by.unit).first()
    if locked is None:
        raise NotThePublisher
    return locked


def _journal(by: Cabinet, verb: str, edition: Edition, now: datetime) -> None:
    record_audit(
        account=by.account,
        unit=by.unit,
        verb=verb,
        subject=edition.title,
        details={"edition": edition.number},
        now=now,
    )
