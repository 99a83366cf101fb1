"""Addresses of the browser grid: only the school's own cabinet finds them."""

import json

import pytest

from vpr.kernel.roles import SCHOOL_ROLES, Role

GRID = "/results/grid/2026.en8/"


def save(client, revision: int, rows: list, length: int = 25):
    body = json.dumps({"revision": revision, "length": length, "rows": rows})
    return client.post(f"{GRID}draft", body, content_type="application/json")


def line(code: str, *cells: str) -> list[str]:
    return [code, *cells, *([""] * (11 - len(cells)))][:12]


@pytest.fixture
def organizer(client, world):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    return client


@pytest.mark.parametrize("role", [role for role in Role if role not in SCHOOL_ROLES])
@pytest.mark.parametrize("address", [GRID, f"{GRID}draft", f"{GRID}check", f"{GRID}send"])
def test_a_coordinator_finds_no_grid(client, world, assessment, role, address):
    client.force_login(world.people[role])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_an_assessment_that_is_not_open_has_no_grid(organizer, assessment):
    assessment.is_open = False
    assessment.save()
    assert organizer.get(GRID).status_code == 404


def test_the_page_carries_the_declared_columns_and_says_what_to_do_without_scripts(organizer, assessment):
    page = organizer.get(GRID)
    assert [column["head"] for column in page.context["page"]["columns"]] == [
        "Код", "Вар.", "1", "2", "3", "4К1", "4К2", "4К3", "4К4", "Класс", "Журнал", "Итого",
    ]  # fmt: skip
    assert page.context["page"]["columns"][6]["depends"] == 5
    assert "Скачайте форму XLSX" in page.content.decode()


def test_a_saved_row_comes_back_and_a_stale_save_is_refused_with_what_is_stored(organizer, assessment):
    assert save(organizer, 0, [[0, line("80001", "1", "5")]]).json() == {"revision": 1}
    stale = save(organizer, 0, [[0, line("80001", "2")]])
    assert stale.status_code == 409
    assert stale.json()["rows"][0][:3] == ["80001", "1", "5"]
    assert organizer.get(GRID).context["page"]["rows"][0][:3] == ["80001", "1", "5"]


def test_schools_do_not_see_each_others_drafts(organizer, client, world, assessment):
    save(organizer, 0, [[0, line("80001", "1", "5")]])
    client.force_login(world.neighbor_organizer)
    page = client.get(GRID).context["page"]
    assert page["revision"] == 0
    assert page["rows"][0][1] == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"revision": 0, "length": 1}',
        b'{"revision": "0", "length": 1, "rows": []}',
        b'{"revision": 0, "length": 1, "rows": [[1, []]]}',
        b'{"revision": 0, "length": 1, "rows": [[0, ["80001"]]]}',
        b'{"revision": 0, "length": 99999, "rows": []}',
        b'{"revision": true, "length": 1, "rows": []}',
    ],
)
def test_a_malformed_save_is_refused_and_changes_nothing(organizer, assessment, body):
    from vpr.exchange.models import Draft

    assert organizer.post(f"{GRID}draft", body, content_type="application/json").status_code == 400
    assert not Draft.objects.exists()
