"""Characters shared by every test: the organizer of 470167, her neighbor of 470168, the coordinators above, a stranger."""

import atexit
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

if "VPR_HOME" not in os.environ:
    os.environ["VPR_HOME"] = tempfile.mkdtemp(prefix="vpr-test-")
    atexit.register(shutil.rmtree, os.environ["VPR_HOME"], ignore_errors=True)
if not os.environ.get("DATABASE_URL"):  # before the settings are read; workers of xdist inherit the answer
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    from vpr.base.postgres import ensure

    os.environ["DATABASE_URL"] = ensure(Path(os.environ["VPR_HOME"]), durable=False)

import dj_database_url
import pytest
from django.conf import settings as project_settings
from hypothesis import settings as generated

# Without workers pytest-django has read the settings before this file: tell them the address in place.
_place = dj_database_url.parse(os.environ["DATABASE_URL"])
_database = project_settings.DATABASES["default"]
_database.update({key: _place[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
_database["OPTIONS"].update(_place.get("OPTIONS", {}))

# A busy machine is no fault of the code: no deadlines for single examples.
generated.register_profile("patient", deadline=None)
generated.load_profile("patient")

NOW = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


def pytest_configure() -> None:
    """Static files as they lie in the apps: no collectstatic before a test."""
    from django.conf import settings

    from undefined import Undefined

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def home(tmp_path, settings) -> Path:
    """A private VPR_HOME for a test that writes files."""
    settings.VPR_HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def tables_made_by_sql(request):
    """Django's flush after a transactional test knows its own models only: the ledger and the queue are emptied here."""
    marker = request.node.get_closest_marker("django_db")
    if not (
        {"transactional_db", "live_server"} & set(request.fixturenames) or (marker and marker.kwargs.get("transaction"))
    ):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE results_script, procrastinate_jobs CASCADE")


@dataclass(frozen=True)
class World:
    """Two regions; in the first two municipalities; three schools; one person for each role."""

    country: object
    region: object
    other_region: object
    municipality: object
    other_municipality: object
    school: object
    neighbor: object
    foreign_school: object
    people: dict  # Role -> Account appointed at country/region/municipality/school above
    neighbor_organizer: object
    stranger: object  # an account without any appointment


@pytest.fixture
def world(db) -> World:
    from vpr.cabinets.models import Account, Appointment, Unit
    from vpr.kernel.roles import ROLE_LEVEL, Role

    country = Unit.objects.create(kind="country", code="ru", name="Российская Федерация")

    def region(code, name):
        return Unit.objects.create(kind="region", code=code, name=name, parent=country)

    def municipality(code, name, above):
        return Unit.objects.create(kind="municipality", code=code, name=name, parent=above, region=above)

    def school(code, name, above):
        return Unit.objects.create(
            kind="school",
            code=code,
            login=f"edu{code}",
            name=name,
            parent=above,
            region=above.region,
            municipality=above,
        )

    region_47 = region("reg470000", "Ленинградская область")
    region_22 = region("reg220000", "Алтайский край")
    luga = municipality("reg47_m010", "Лужский муниципальный район", region_47)
    gatchina = municipality("reg47_m011", "Гатчинский муниципальный округ", region_47)
    foreign = municipality("reg22_m019", "Бийский муниципальный район", region_22)
    yam = school("470167", "Ям-Тёсовская СОШ", luga)
    neighbor = school("470168", "Лужская СОШ № 2", luga)
    stranger_school = school("220001", "Бийская СОШ № 1", foreign)

    units = {"country": country, "region": region_47, "municipality": luga, "school": yam}
    people = {}
    for role in Role:
        person = Account.objects.create_account(login=role.value, password=None)
        Appointment.objects.create(account=person, role=role, unit=units[ROLE_LEVEL[role].value])
        people[role] = person
    neighbor_organizer = Account.objects.create_account(login="edu470168")
    Appointment.objects.create(account=neighbor_organizer, role=Role.SCHOOL_ORGANIZER, unit=neighbor)
    return World(
        country,
        region_47,
        region_22,
        luga,
        gatchina,
        yam,
        neighbor,
        stranger_school,
        people,
        neighbor_organizer,
        Account.objects.create_account(login="stranger"),
    )


@pytest.fixture
def assessment(db):
    """`2026.en8`: four tasks, seven criteria, 25 points, criterion dependency of task 4 (DOMAIN §5.2, §8.2)."""
    from vpr.campaigns.models import Assessment, Campaign, MarkScale, Task, Wave, Window

    campaign = Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)
    item = Assessment.objects.create(
        campaign=campaign,
        code="2026.en8",
        subject="en",
        grade=8,
        title="Английский язык 8 класс",
        minutes=45,
        variants=[1, 2],
        is_open=True,
    )
    tasks = {}
    for position, (code, points) in enumerate(
        [("1", 5), ("2", 5), ("3", 5), ("4К1", 3), ("4К2", 2), ("4К3", 3), ("4К4", 2)], start=1
    ):
        tasks[code] = Task.objects.create(
            assessment=item,
            position=position,
            code=code,
            max_points=points,
            depends_on=tasks.get("4К1") if code in ("4К2", "4К3", "4К4") else None,
        )
    MarkScale.objects.create(assessment=item, from_3=10, from_4=15, from_5=22)
    Window.objects.create(
        assessment=item, kind="upload", opens_at=NOW - timedelta(days=2), closes_at=NOW + timedelta(days=8)
    )
    Window.objects.create(
        assessment=item, kind="late_upload", opens_at=NOW + timedelta(days=8), closes_at=NOW + timedelta(days=20)
    )
    Wave.objects.create(
        assessment=item, number=1, uploads_until=NOW + timedelta(days=8), publishes_at=NOW + timedelta(days=15)
    )
    Wave.objects.create(
        assessment=item, number=2, uploads_until=NOW + timedelta(days=20), publishes_at=NOW + timedelta(days=30)
    )
    return item
