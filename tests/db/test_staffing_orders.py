"""The school's plan of rooms and its orders: proposed, printed, marked as changed, forgotten in time."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from vpr.cabinets.models import Appointment, AuditEntry, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import UnitSuccession
from vpr.kernel.roles import Role
from vpr.staffing.forgetting import forget_members
from vpr.staffing.models import Expert, LocalAct, OrderBook, RoomPlan, StaffMember
from vpr.staffing.papers.acts import ACTS, document_of
from vpr.staffing.papers.docx import order_docx
from vpr.staffing.papers.pdf import order_pdf
from vpr.staffing.queries import school_plan
from vpr.staffing.services import (
    Line,
    MemberCard,
    NoPlanYet,
    NotASchool,
    RoomTaken,
    dismiss_member,
    divide,
    number_act,
    print_act,
    propose,
    save_book,
    save_lines,
    save_member,
    save_room,
)
from vpr.timetable.models import ClassGroup, Sitting

pytestmark = pytest.mark.django_db


def cabinet_of(account):
    appointment = Appointment.objects.select_related("account", "unit").get(account=account)
    return Cabinet(appointment.account, appointment, scope_of(appointment))


@pytest.fixture
def school(world):
    return cabinet_of(world.people[Role.SCHOOL_ORGANIZER])


@pytest.fixture
def campaign(assessment):
    return assessment.campaign


@pytest.fixture
def sitting(world, assessment, now):
    group = ClassGroup.objects.create(
        campaign=assessment.campaign, unit=world.school, grade=8, letter="А", ordinal=1, participants=20
    )
    return Sitting.objects.create(
        class_group=group, assessment=assessment, on=date(2026, 4, 28), lesson_from=2, lesson_to=2, changed_at=now
    )


@pytest.fixture
def staffed(school, sitting, now):
    """A head, a teacher of English who works in 8А, a teacher of music; a room of thirty seats."""
    group = sitting.class_group
    for card in (
        MemberCard("Ольга Директорова", "директор", True),
        MemberCard("Анна Английская", "учитель", False, ["en"], [group]),
        MemberCard("Мария Музыкова", "учитель"),
    ):
        save_member(by=school, card=card, now=now)
    save_room(by=school, number="12", seats=30, computers=0)
    return school


def test_the_plan_is_proposed_and_obeys_the_rules(staffed, world, campaign, now):
    assert propose(by=staffed, campaign=campaign, now=now) == 5  # a room, two people, two experts
    line = RoomPlan.objects.get()
    assert (line.room.number, line.first.name, line.second.name) == ("12", "Мария Музыкова", "Ольга Директорова")
    assert {expert.member.name for expert in Expert.objects.all()} == {"Анна Английская", "Ольга Директорова"}
    assert school_plan(world.school, campaign).errors == 0
    assert propose(by=staffed, campaign=campaign, now=now) == 0


def test_without_a_timetable_there_is_nothing_to_propose(school, campaign, now):
    with pytest.raises(NoPlanYet):
        propose(by=school, campaign=campaign, now=now)


def test_a_class_may_be_divided(staffed, sitting, campaign, world):
    divide(by=staffed, sitting=sitting, rooms=2)
    assert [stand.seated for stand in school_plan(world.school, campaign).stands] == [10, 10]
    divide(by=staffed, sitting=sitting, rooms=1)
    assert [stand.seated for stand in school_plan(world.school, campaign).stands] == [20]


def test_people_and_rooms_of_another_school_are_never_taken(staffed, world, sitting, now):
    neighbor = cabinet_of(world.neighbor_organizer)
    foreign = save_member(by=neighbor, card=MemberCard("Чужой"), now=now)
    room = save_room(by=neighbor, number="1", seats=9, computers=0)
    save_lines(by=staffed, lines=[Line(sitting, 1, room.pk, foreign.pk, None)], now=now)
    line = RoomPlan.objects.get()
    assert (line.room, line.first) == (None, None)
    with pytest.raises(NotASchool):
        save_lines(by=neighbor, lines=[Line(sitting, 1, None, None, None)], now=now)
    with pytest.raises(NotASchool):
        save_member(by=cabinet_of(world.people[Role.MUNICIPAL_COORDINATOR]), card=MemberCard("Имя"), now=now)


def test_two_rooms_cannot_have_one_number(staffed):
    with pytest.raises(RoomTaken):
        save_room(by=staffed, number=" 12 ", seats=5, computers=0)


def test_an_order_names_who_does_what(staffed, world, campaign, now):
    propose(by=staffed, campaign=campaign, now=now)
    head = StaffMember.objects.get(name="Ольга Директорова")
    save_book(
        by=staffed, campaign=campaign, head_post="Директор", head_name="О. Д.", coordinator=head.pk, technician=None
    )
    number_act(by=staffed, campaign=campaign, kind="conduct", number="12-о", signed_on=date(2026, 3, 2))
    document = document_of("conduct", world.school, campaign)
    assert (document.number, document.date, document.head_name) == ("12-о", "02.03.2026", "О. Д.")
    assert "Ольга Директорова, директор" in document.points[1]
    assert document.tables[0].rows == (("28.04.2026", "2", "8А", "Английский язык 8 класс", "12"),)
    rooms = document_of("rooms", world.school, campaign)
    assert rooms.tables[0].rows[0][5:] == ("Мария Музыкова", "Ольга Директорова")
    assert rooms.acquainted == ("Мария Музыкова", "Ольга Директорова")


def test_the_order_of_rooms_says_that_no_teacher_of_the_subject_stands_there_only_when_it_is_so(
    staffed, world, sitting, campaign, now
):
    sentence = "Организаторами не назначены учителя, которые преподают предмет проверочной работы."
    propose(by=staffed, campaign=campaign, now=now)
    assert sentence in document_of("rooms", world.school, campaign).points
    RoomPlan.objects.update(first=StaffMember.objects.get(name="Анна Английская"))
    assert "N-04" in [fault.code for fault in school_plan(world.school, campaign).every_fault]
    assert sentence not in document_of("rooms", world.school, campaign).points


def test_a_printed_order_is_told_when_the_timetable_changes(staffed, world, sitting, campaign, now):
    print_act(by=staffed, campaign=campaign, kind="conduct", now=now)
    printed = LocalAct.objects.get().fingerprint
    assert document_of("conduct", world.school, campaign).fingerprint == printed
    sitting.on += timedelta(days=1)
    sitting.save()
    assert document_of("conduct", world.school, campaign).fingerprint != printed


def test_no_name_enters_the_journal_or_stays_with_the_order(staffed, campaign, now):
    propose(by=staffed, campaign=campaign, now=now)
    for kind in ACTS:
        print_act(by=staffed, campaign=campaign, kind=kind, now=now)
    kept = str(list(AuditEntry.objects.values())) + str(list(LocalAct.objects.values()))
    assert "Директорова" not in kept
    assert "Музыкова" not in kept


def test_who_leaves_is_out_of_the_plan_and_erased_after_the_term(staffed, campaign, now):
    propose(by=staffed, campaign=campaign, now=now)
    member = StaffMember.objects.get(name="Мария Музыкова")
    dismiss_member(by=staffed, member=member, now=now)
    assert RoomPlan.objects.get().first is None
    assert forget_members(now) == 0
    assert forget_members(now + timedelta(days=1)) == 1
    assert not StaffMember.objects.filter(name="Мария Музыкова").exists()


def test_the_staff_of_a_closed_school_is_erased_after_the_term(staffed, world, campaign, now):
    save_book(by=staffed, campaign=campaign, head_post="", head_name="О. Д.", coordinator=None, technician=None)
    UnitSuccession.objects.create(kind="closed", unit=world.school, happened_on=now.date(), recorded_at=now)
    assert forget_members(now + timedelta(days=1)) == 0, "it works again"
    Unit.objects.filter(pk=world.school.pk).update(is_active=False)
    assert forget_members(now) == 0
    assert forget_members(now + timedelta(days=1)) == 4
    assert not StaffMember.objects.filter(unit=world.school).exists()
    assert OrderBook.objects.get().head_name == ""


def test_the_head_named_in_the_orders_of_a_past_campaign_is_erased(staffed, sitting, campaign, now):
    save_book(by=staffed, campaign=campaign, head_post="", head_name="О. Д.", coordinator=None, technician=None)
    day = timedelta(days=1)
    written = datetime.combine(sitting.on, time(12), tzinfo=UTC)
    assert forget_members(written + day) == 0, "the campaign still runs"
    Campaign.objects.filter(pk=campaign.pk).update(is_current=False)
    assert forget_members(written - day) == 0
    assert forget_members(written + day) == 1
    assert OrderBook.objects.get().head_name == ""
    assert StaffMember.objects.count() == 3


@pytest.mark.parametrize("kind", ACTS)
def test_every_order_is_a_pdf_and_a_word_file_with_the_same_words(kind, staffed, world, campaign, now):
    propose(by=staffed, campaign=campaign, now=now)
    document = document_of(kind, world.school, campaign)
    assert order_pdf(document, now=now).startswith(b"%PDF")
    words = _text_of(order_docx(document))
    for told in (
        document.heading,
        *document.points,
        *(cell for table in document.tables for row in table.rows for cell in row),
    ):
        assert told in words


def test_the_same_order_gives_the_same_bytes_and_odd_letters_do_no_harm(staffed, world, campaign, now):
    save_book(by=staffed, campaign=campaign, head_post="<&>\x07", head_name='"И"', coordinator=None, technician=None)
    document = document_of("conduct", world.school, campaign)
    assert order_docx(document) == order_docx(document)
    assert "<&>" in _text_of(order_docx(document))


def has_writer():
    office = shutil.which("soffice")
    return office is not None and (Path(office).resolve().parent / "libswlo.so").exists()


@pytest.mark.skipif(not has_writer(), reason="LibreOffice Writer is not installed")
def test_the_word_file_opens_in_libreoffice(staffed, world, campaign, now, tmp_path):
    propose(by=staffed, campaign=campaign, now=now)
    (tmp_path / "order.docx").write_bytes(order_docx(document_of("rooms", world.school, campaign)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), "order.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "order.txt").read_text("utf-8-sig")
    assert "Мария Музыкова" in text
    assert "ПРИКАЗЫВАЮ" in text


def _text_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(paragraph.itertext()) for paragraph in tree.iter() if paragraph.tag.endswith("}p"))
