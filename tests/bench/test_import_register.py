"""2,000 consultations from a workbook, looked at and then imported, against django-import-export's own way."""

import io
import resource
import time
import tracemalloc
from datetime import UTC, date, datetime
from secrets import token_hex

import pytest
from import_export.resources import ModelResource
from openpyxl import load_workbook
from tablib import Dataset

from consultations.models import Consultation
from surveys.imports.keeping import confirm, hold, plan_of
from surveys.imports.tables import TABLES
from surveys.imports.undoing import put_all_back
from surveys.models.history import acting_as
from tests.consultations.made import make_theme
from tests.factories import make_state, make_survey, make_user
from tests.surveys.imports.sheets import xlsx

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800), pytest.mark.django_db]
ROWS = 2_000
ON, AT = date(2004, 2, 11), datetime(2004, 2, 11, 9, tzinfo=UTC)


class AdminResource(ModelResource):
    """What the admin of django-import-export would make of the model: its columns as they stand in the database."""

    class Meta:
        model = Consultation
        import_id_fields = ("survey", "code")
        exclude = ("id",)
        skip_unchanged = True


@pytest.fixture
def world():
    survey = make_survey()
    make_state("FRA", region="africa")
    make_theme(survey)
    return survey, make_user("farid@example.org", groups=["office_staff"])


def rows():
    """Consultations as people would type them."""
    headings = TABLES["consultations"].headings()
    for number in range(ROWS):
        values = {
            "survey": "ilms2003",
            "code": f"N{number}",
            "title_en": f"Meeting number {number}",
            "title_fr": f"Réunion numéro {number}",
            "kind": "tripartite",
            "begins": f"2003-{1 + number % 12:02}",
            "place_en": "Pretoria",
            "country": "FRA",
            "status": "held",
            "status_word": "held",
            "recorded_on": date(2004, 1, 1),
            "series": "meetings",
            "stated_participants": 12,
            "groups": "governments, workers",
            "regions": "africa",
            "themes": "T1",
            "participant_list": "open",
            "about_en": "What was talked over, at some length. " * 5,
            "source": f"Page {number}",
            "notes": "Typed from the minutes.",
        }
        yield [values.get(heading) for heading in headings]


def timed(act):
    """The seconds that it took and the peak of what Python held meanwhile, in MB; and what it gave."""
    tracemalloc.start()
    began = time.perf_counter()
    result = act()
    seconds, (_now, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, peak / 1e6, result


def untraced(act):
    """The seconds that it takes without looking at memory, which slows it down."""
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result


def import_ours(content, farid):
    """Look at the file, then import exactly what was looked at, as the pages do."""
    with acting_as(farid):
        held = hold(table="consultations", name="a.xlsx", content=content, by=farid, at=AT)
        plan = plan_of(held, by=farid, on=ON)
        assert plan.counts() == {"new": ROWS, "changed": 0, "unchanged": 0, "refused": 0}
        confirm(held=held, sha256=held.sha256, plan=plan.digest(), by=farid, key=token_hex(16), on=ON, at=AT)
        held.refresh_from_db()
    return held


def import_as_admin(content):
    """Read the file, show what it would change, then import it: what the admin's two pages do."""
    sheet = load_workbook(io.BytesIO(content), read_only=True)["Sheet1"]
    head, *lines = sheet.iter_rows(values_only=True)
    with acting_as("bench"):
        for is_dry in (True, False):
            dataset = Dataset(*lines, headers=list(head))
            result = AdminResource().import_data(dataset, dry_run=is_dry, raise_errors=True, use_transactions=True)
    assert result.totals["new"] == ROWS
    return result


def file_for_admin(survey):
    """The same consultations with the columns of the database, which is what the admin reads."""
    with acting_as("bench"):
        made = Consultation.objects.filter(survey=survey)
        dataset = AdminResource().export(made)
    return xlsx([dataset.headers, *dataset])


def empty(survey):
    with acting_as("bench"):
        Consultation.objects.filter(survey=survey).delete()


def test_import_of_two_thousand_consultations(world, note, aim):
    survey, farid = world
    content = xlsx([TABLES["consultations"].headings(), *rows()])
    seconds, held = untraced(lambda: import_ours(content, farid))
    for_admin = file_for_admin(survey)
    undoing, _nothing = untraced(lambda: undone(held, farid))
    assert not Consultation.objects.exists()
    _slow, peak, _held = timed(lambda: import_ours(content, farid))

    empty(survey)
    admin_seconds, _result = untraced(lambda: import_as_admin(for_admin))
    empty(survey)
    _slow, admin_peak, _result = timed(lambda: import_as_admin(for_admin))

    process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    note(f"import {ROWS}", seconds=seconds, peak_MB=peak, undo_seconds=undoing, process_MB=process)
    note(f"import {ROWS} as the admin does", seconds=admin_seconds, peak_MB=admin_peak)
    aim(f"import {ROWS}, times the admin’s own import", seconds / admin_seconds, 1)
    # Beside what the admin keeps: every cell as it was and as it is, to be shown and to be undone.
    aim(f"import {ROWS}, times the memory of the admin’s own import", peak / admin_peak, 2.5)


def undone(held, farid):
    with acting_as(farid):
        put_all_back(held.written, "")
