"""Consultations go out as a workbook, are changed there, come back, and are put back as they were."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from consultations.models import Consultation
from surveys.imports.undoing import columns_of
from surveys.models import SheetImport
from surveys.models.history import acting_as
from tests.consultations.made import make_consultation, make_register
from tests.factories import make_user
from tests.surveys.imports.sheets import saved, xlsx
from tests.surveys.views.pages import filled, text_of

pytestmark = pytest.mark.django_db
PAGE, FILE = "/surveys/tables/consultations/", "/surveys/tables/consultations.xlsx"
CHANGES = {
    ("E1", "title_fr"): "Réunion de Pretoria",
    ("E1", "themes"): None,
    ("E4", "begins"): "2003-06-29",
}


@pytest.fixture
def farid(client):
    user = make_user("farid@example.org", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def survey():
    return make_register()


def downloaded(client):
    return load_workbook(io.BytesIO(client.get(FILE).content))


def change(book, cells):
    """Put these values into cells named by code and heading, as a person does in Excel."""
    sheet = book["consultations"]
    heads = [cell.value for cell in sheet[1]]
    at = {row[heads.index("code")].value: row for row in sheet.iter_rows(min_row=2)}
    for (code, heading), value in cells.items():
        at[code][heads.index(heading)].value = value
    return saved(book)


def bring(client, content, name="consultations.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def stand():
    return {one.code: columns_of(one) for one in Consultation.objects.all()}


def test_three_changed_cells_change_exactly_three_cells_and_undoing_restores_every_column(client, farid, survey):
    before = stand()
    preview = client.get(bring(client, change(downloaded(client), CHANGES))["Location"])
    shown = {(line["name"], *cell) for line in preview.context["lines"] for cell in line["cells"]}
    assert shown == {
        ("Meeting E1", "title_fr", "", "Réunion de Pretoria"),
        ("Meeting E1", "themes", "T1", ""),
        ("Meeting E4", "begins", "2003-06-30", "2003-06-29"),
    }
    assert preview.context["plan"].counts() == {"new": 0, "changed": 2, "unchanged": 3, "refused": 0}
    assert stand() == before

    held = SheetImport.objects.get().get_absolute_url()
    done = client.post(f"{held}confirm/", filled(preview), follow=True)
    assert "The table is imported." in text_of(done)
    first = before["E1"] | {"titles": before["E1"]["titles"] | {"fr": "Réunion de Pretoria"}, "themes": []}
    assert stand() == before | {"E1": first, "E4": before["E4"] | {"first_day": "2003-06-29"}}

    undone = client.post(f"{held}undo/", filled(done), follow=True)
    assert "The import is undone" in text_of(undone)
    assert stand() == before
    events = Consultation.objects.get(code="E1").changes.order_by("pgh_id")
    assert [(event.pgh_label, event.titles.get("fr"), event.themes) for event in events] == [
        ("insert", None, ["T1"]),
        ("update", "Réunion de Pretoria", []),
        ("update", None, ["T1"]),
    ]
    assert [(event.pgh_context["actor"], event.pgh_context["channel"]) for event in events[1:]] == [
        (farid.pk, "import")
    ] * 2
    history = text_of(client.get("/consultations/ilms2003/entries/E1/history/"))
    assert history.count("Réunion de Pretoria") >= 2


def test_nothing_is_undone_once_somebody_has_changed_one_of_them(client, farid, survey):
    preview = client.get(bring(client, change(downloaded(client), CHANGES))["Location"])
    held = SheetImport.objects.get().get_absolute_url()
    done = client.post(f"{held}confirm/", filled(preview), follow=True)
    changed = Consultation.objects.get(code="E4")
    changed.notes = "Seen since."
    with_actor_saved(changed)
    standing = stand()
    undone = client.post(f"{held}undo/", filled(done), follow=True)
    assert "somebody has changed or used Meeting E4" in text_of(undone)
    assert stand() == standing


def with_actor_saved(row):
    with acting_as("tests"):
        row.save()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda book: b"\0" * 10_000_000, "The file is too large"),
        (lambda book: merged(book, "C3:D3"), "The cells are merged"),
        (lambda book: merged(book, "C1:D1"), "The cells consultations!C1:D1 are merged"),
        (lambda book: change(book, {("E1", "title_fr"): "=1+1"}), "The cell holds a formula"),
        (lambda book: change(book, {("E1", "recorded_on"): "2003-07-31"}), "looks like a date"),
        (lambda book: change(book, {("E1", "begins"): "31.07.2003"}), "as exactly as it is known"),
        (lambda book: renamed(book, "titles"), "These headings are missing: title_en"),
        (lambda book: every(book, "ilms1992"), "This is the file of another round: cell consultations!A2"),
        (lambda book: xlsx([["code", "name_en"], ["x", "y"]], name="organizations"), "This is another table"),
    ],
)
def test_a_bad_file_is_refused_in_its_own_words_and_nothing_is_stored(client, farid, survey, spoil, words):
    before = stand()
    response = bring(client, spoil(downloaded(client)))
    assert response.status_code == 422
    assert words in text_of(response)
    assert (stand(), SheetImport.objects.count()) == (before, 0)


def merged(book, area):
    book["consultations"].merge_cells(area)
    return saved(book)


def renamed(book, heading):
    book["consultations"]["C1"].value = heading
    return saved(book)


def every(book, slug):
    """The file as if it were of another round."""
    for (cell,) in book["consultations"].iter_rows(min_row=2, max_col=1):
        cell.value = slug
    return saved(book)


def test_what_cannot_be_is_told_at_row_and_cell(client, farid, survey):
    content = change(downloaded(client), {("E4", "ends"): "2003-06-01", ("E3", "ends"): date(2003, 1, 1)})
    response = bring(client, content)
    faults = {(fault.heading, fault.found, fault.rule) for fault in response.context["plan"].faults}
    assert faults == {
        ("ends", "2003-06-01", "The end lies before the beginning."),
        ("ends", "2003-01-01", "What is planned cannot be over already."),
    }
    assert response.status_code == 422


def test_only_office_staff_come_to_the_tables(client, survey):
    make_consultation(survey, "E5")
    for role in ("analyst", "administrator"):
        client.force_login(make_user(groups=[role]))
        assert (client.get(PAGE).status_code, client.get(FILE).status_code) == (404, 404)
