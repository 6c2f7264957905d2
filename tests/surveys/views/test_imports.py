"""The pages of tables: download, bring back, look, confirm, undo."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from surveys.models import MemberState, SheetImport
from surveys.models.history import acting_as
from tests.factories import make_state, make_user
from tests.surveys.imports.sheets import changed_csv, xlsx
from tests.surveys.imports.test_plan import OWN
from tests.surveys.views.pages import filled, text_of

pytestmark = pytest.mark.django_db
PAGE = "/surveys/tables/member-states/"


@pytest.fixture(autouse=True)
def states():
    return [make_state("FRA", names={"en": "France", "fr": "France"}), make_state("NAM", names={"en": "Namibia"})]


@pytest.fixture
def hugo(client):
    user = make_user("hugo@example.org", groups=["administrator"])
    client.force_login(user)
    return user


def downloaded(client):
    return client.get(reverse("surveys:table_csv", args=["member-states"])).content


def bring(client, content, name="states.csv", page=PAGE):
    return client.post(page, {"file": SimpleUploadedFile(name, content)})


def brought(client, changes=None):
    """The address of the preview of a downloaded file with one cell changed."""
    content = changed_csv(downloaded(client), changes or {(2, "name_fr"): "la France"})
    return bring(client, content)["Location"]


def french():
    return MemberState.objects.get(iso3="FRA").names["fr"]


def test_the_tables_of_a_person_are_listed_with_their_links(client, hugo):
    response = client.get("/surveys/tables/")
    assert links_to_tables(response) == [
        f"/surveys/tables/{slug}/" for slug in ("appointments", "member-states", "regions", "subregions")
    ]


def test_tables_are_found_from_the_invitations_and_the_menu_of_the_account(client, hugo):
    page = client.get("/surveys/invitations/").content.decode()
    assert page.count('href="/surveys/tables/"') == 2


def links_to_tables(response):
    """Where the page's own links to tables lead."""
    return sorted(set(re.findall(r'href="(/surveys/tables/[^"]+)"', response.content.decode())))


def test_a_table_comes_as_a_workbook_and_as_csv(client, hugo):
    answer = client.get("/surveys/tables/member-states.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content))["member-states"]
    rows = list(csv.reader(io.StringIO(downloaded(client).decode("utf-8-sig"))))
    assert [[str(cell.value or "").partition(" ")[0] for cell in row[:3]] for row in sheet] == [
        row[:3] for row in rows
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="member-states.xlsx"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_columns_are_described_in_the_readers_language(client, hugo):
    hugo.language = "fr"
    with acting_as("tests"):
        hugo.save()
    client.cookies["django_language"] = "ar"
    book = load_workbook(io.BytesIO(client.get("/surveys/tables/member-states.xlsx").content))
    assert [sheet.sheet_view.rightToLeft for sheet in book] == [True, True]
    assert book.sheetnames[0] == "member-states"


def test_a_preview_shows_the_cells_and_writes_nothing(client, hugo):
    response = client.get(brought(client))
    text = text_of(response)
    assert response.context["plan"].counts() == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    assert "name_fr" in text and "la France" in text and "Import 1 row" in text
    assert french() == "France"


@pytest.mark.django_db(transaction=True)
def test_a_preview_that_is_opened_again_tells_the_same(client):
    """In transactions of its own, where nothing remembers who wrote before."""
    client.force_login(make_user("hugo@example.org", groups=["administrator"]))
    response = client.get(brought(client))
    assert response.context["plan"].counts() == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    assert french() == "France"


def test_confirming_imports_and_undoing_restores(client, hugo):
    address = brought(client)
    done = client.post(f"{address}confirm/", filled(client.get(address)), follow=True)
    assert (french(), "The table is imported." in text_of(done)) == ("la France", True)
    undone = client.post(f"{address}undo/", filled(done), follow=True)
    assert (french(), "The import is undone" in text_of(undone)) == ("France", True)
    assert "Undo this import" not in text_of(undone)


def test_a_refused_row_is_told_with_its_cell_and_nothing_is_stored(client, hugo):
    content = changed_csv(downloaded(client), {(2, "name_fr"): "la France", (3, "iso2"): "1"})
    response = bring(client, content)
    text = text_of(response)
    assert response.status_code == 422
    assert "B3" in text and "A code of 2 capital letters, A to Z, belongs here." in text
    assert not SheetImport.objects.exists()
    assert french() == "France"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"\0" * 5_000_001, "a.xlsx", "The file is too large"),
        (b"PK\x03\x04 nothing", "a.xlsx", "The file is damaged"),
        (b"iso3\nFRA\n", "a.csv", "These headings are missing: iso2, name_en"),
        (xlsx([["iso3"], ["FRA"]], name="regions"), "a.xlsx", "This is another table: “Regions”."),
        (xlsx([["iso3"], ["FRA"]]), "a.pdf", "is neither an Excel workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(client, hugo, content, name, words):
    response = bring(client, content, name)
    assert response.status_code == 422
    assert words in response.context["form"].errors["file"][0]
    assert 'id="id_file_error"' in response.content.decode() or "aria-invalid" in response.content.decode()
    assert not SheetImport.objects.exists()


def test_a_file_that_is_not_given_is_asked_for(client, hugo):
    assert client.post(PAGE).status_code == 422


def test_a_file_that_changes_nothing_says_so_and_is_not_held(client, hugo):
    response = bring(client, downloaded(client))
    assert "nothing would change" in text_of(response)
    assert not SheetImport.objects.exists()


def test_a_preview_that_has_moved_is_shown_again(client, hugo):
    address = brought(client)
    form = filled(client.get(address))
    with acting_as("tests"):
        MemberState.objects.filter(iso3="FRA").update(names={"en": "France", "fr": "Gaule"})
    response = client.post(f"{address}confirm/", form)
    assert (response.status_code, french()) == (409, "Gaule")
    assert "Gaule" in text_of(response)
    assert client.post(f"{address}confirm/", filled(response)).status_code == 302
    assert french() == "la France"


def test_a_file_that_is_given_up_is_gone(client, hugo):
    address = brought(client)
    assert client.post(f"{address}give-up/")["Location"] == PAGE
    assert client.get(address).status_code == 404
    assert not SheetImport.objects.exists()


def test_an_expired_file_is_not_imported(client, hugo):
    address = brought(client)
    form = filled(client.get(address))
    with acting_as("tests"):
        SheetImport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address)["Location"] == PAGE
    assert client.post(f"{address}confirm/", form)["Location"] == PAGE
    assert french() == "France"


def test_a_held_file_of_a_table_that_has_other_columns_by_now_is_over(client, hugo):
    address = brought(client)
    form = filled(client.get(address))
    with acting_as("tests"):
        SheetImport.objects.update(content=b"iso3,capital\nFRA,Paris\n")
    assert client.get(address)["Location"] == PAGE
    assert client.post(f"{address}confirm/", form)["Location"] == PAGE


def test_what_was_changed_since_is_named_and_kept(client, hugo):
    address = brought(client)
    done = client.post(f"{address}confirm/", filled(client.get(address)), follow=True)
    with acting_as("tests"):
        MemberState.objects.filter(iso3="FRA").update(subregion="Western Europe")
    response = client.post(f"{address}undo/", filled(done), follow=True)
    assert "has changed or used" in text_of(response)
    assert french() == "la France"


def test_a_held_file_is_seen_by_its_owner_alone_and_an_import_by_all_who_may(client, hugo):
    address = brought(client)
    form = filled(client.get(address))
    client.force_login(make_user("other@example.org", groups=["administrator"]))
    assert client.get(address).status_code == 404
    client.force_login(hugo)
    client.post(f"{address}confirm/", form)
    client.force_login(make_user("third@example.org", groups=["administrator"]))
    assert client.get(address).status_code == 200
    assert address in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("role", "mine"),
    [
        ("administrator", {"member-states", "regions", "subregions", "appointments"}),
        ("office_staff", {"contacts", "groups", "group-memberships", "ratifications"}),
        ("analyst", set()),
    ],
)
def test_tables_of_others_answer_as_what_does_not_exist(client, role, mine):
    client.force_login(make_user(groups=[role]))
    for slug in [*OWN, "nothing"]:
        wanted = 200 if slug in mine else 404
        for address in (f"/surveys/tables/{slug}/", f"/surveys/tables/{slug}.xlsx", f"/surveys/tables/{slug}.csv"):
            assert client.get(address).status_code == wanted, address
    assert client.get("/surveys/tables/").status_code == (200 if mine else 404)


def test_a_form_without_its_digests_is_refused(client, hugo):
    address = brought(client)
    assert client.post(f"{address}confirm/").status_code == 400
    assert client.post(f"{address}undo/").status_code == 400
