"""Files for download: asked for once, whole or not there, used again, removed when they are left over."""

import hashlib
import io
import os
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from reports.actions import exports as exports_module
from reports.actions.exports import (
    ORPHANED_AFTER,
    cancel_export,
    remove_leftovers,
    request_export,
)
from reports.actions.upkeep import DAILY
from reports.models import Export
from reports.models.exports import folder
from reports.tasks import daily, write_export
from surveys.actions.jobs import claim
from surveys.actions.upkeep import ensure_daily_job
from surveys.models import Job
from tests import people
from tests.factories import AT, make_survey
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def edition():
    survey = make_survey()
    reply(survey, "DZA", respondent_ministry="=Ministry A")
    return compile_now(survey)


@pytest.fixture
def grace():
    return people.grace()


def asked(edition, by, format="xlsx", language="en"):
    return request_export(summary=edition, format=format, language=language, by=by, at=AT)


def write(export):
    """Let the task write it, as a worker would."""
    Job.objects.filter(pk=export.job_id).update(state="queued")
    write_export(export.job_id)
    export.refresh_from_db()
    return export


def files():
    return sorted(path.relative_to(folder()).as_posix() for path in folder().rglob("*") if path.is_file())


def test_the_file_is_written_under_a_random_name_with_its_digest(edition, grace):
    export = write(asked(edition, grace))
    content = export.path.read_bytes()
    assert (export.digest, export.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert export.file == f"exports/{export.file[-32:-30]}/{export.file[-32:]}"
    assert files() == [export.file.removeprefix("exports/")]
    assert Job.objects.get(pk=export.job_id).state == "done"
    assert openpyxl.load_workbook(io.BytesIO(export.path.read_bytes())).sheetnames[0] == "Contents"


def test_the_file_is_in_the_language_asked_for(edition, grace):
    export = write(asked(edition, grace, language="ar"))
    assert all(sheet.sheet_view.rightToLeft for sheet in openpyxl.load_workbook(io.BytesIO(export.path.read_bytes())))


def test_a_whole_file_is_used_again_whoever_asks(edition, grace):
    export = write(asked(edition, grace))
    assert asked(edition, people.farid()) == export
    assert asked(edition, grace, language="fr") != export


def test_a_file_of_another_rendering_or_gone_from_disk_is_written_anew(edition, grace, monkeypatch):
    export = write(asked(edition, grace))
    monkeypatch.setattr(exports_module, "RENDERING_VERSION", 99)
    newer = asked(edition, grace)
    assert newer != export
    monkeypatch.undo()
    export.path.unlink()
    assert asked(edition, grace) not in (export, newer)


def test_who_waits_already_is_given_the_same_request(edition, grace):
    assert asked(edition, grace) == asked(edition, grace)
    assert asked(edition, people.farid()) != asked(edition, grace)


def test_a_cancelled_file_leaves_nothing(edition, grace, monkeypatch):
    export = asked(edition, grace)

    def cancelled_half_way(summary, target, **options):
        with open(target, "wb") as file:  # noqa: PTH123
            file.write(b"half")
        cancel_export(export=export)

    monkeypatch.setattr(exports_module, "write_edition", cancelled_half_way)
    write(export)
    assert (export.file, files(), Job.objects.get(pk=export.job_id).state) == ("", [], "cancelled")
    assert asked(edition, grace) != export


def test_a_writer_that_fails_leaves_nothing_and_is_tried_again(edition, grace, monkeypatch):
    export = asked(edition, grace)

    def broken(summary, target, **options):
        with open(target, "wb") as file:  # noqa: PTH123
            file.write(b"half")
        raise OSError("no room")

    monkeypatch.setattr(exports_module, "write_edition", broken)
    write(export)
    job = Job.objects.get(pk=export.job_id)
    assert (export.file, files(), job.state, job.error) == ("", [], "due", "OSError: no room")
    monkeypatch.undo()
    assert write(export).path.is_file()


def test_a_worker_that_was_overtaken_leaves_the_file_of_the_other(edition, grace, monkeypatch):
    export = asked(edition, grace)
    real = exports_module.write_edition

    def overtaken(summary, target, **options):
        real(summary, target, **options)
        monkeypatch.setattr(exports_module, "write_edition", real)
        write(export)

    monkeypatch.setattr(exports_module, "write_edition", overtaken)
    Job.objects.filter(pk=export.job_id).update(state="queued")
    write_export(export.job_id)
    export.refresh_from_db()
    assert files() == [export.file.removeprefix("exports/")]
    assert hashlib.sha256(export.path.read_bytes()).hexdigest() == export.digest


def test_a_step_that_tells_nothing_has_a_longer_lease(edition, grace, monkeypatch):
    export, leases = asked(edition, grace), []
    job = Job.objects.filter(pk=export.job_id)
    monkeypatch.setattr(
        exports_module,
        "write_edition",
        lambda summary, target, **options: leases.append(job.get().lease_until - timezone.now()),
    )
    write(export)
    assert leases[0] > timedelta(minutes=2)


def orphan(name, age):
    path = folder() / "ab" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))


def test_files_without_a_row_go_after_a_day(edition, grace):
    export = write(asked(edition, grace))
    orphan(".old.part", ORPHANED_AFTER + timedelta(hours=1))
    orphan("old", ORPHANED_AFTER + timedelta(hours=1))
    orphan("young", timedelta(hours=1))
    os.utime(export.path, (0, 0))
    assert remove_leftovers(at=timezone.now()) == 2
    assert files() == sorted([export.file.removeprefix("exports/"), "ab/young"])


def test_the_daily_work_sweeps_and_is_due_again_tomorrow():
    orphan("old", timedelta(days=2))
    ensure_daily_job(timezone.now(), DAILY)
    ensure_daily_job(timezone.now(), DAILY)
    job = Job.objects.get(task=DAILY)
    Job.objects.filter(pk=job.pk).update(state="queued")
    daily(job.pk)
    assert files() == []
    assert Job.objects.get(task=DAILY, state="due").due_at > timezone.now() + timedelta(hours=23)


@pytest.mark.parametrize("change", [{"language": "fr"}, {"format": "pdf"}, {"upto": 9}, {"as_of": "2004-01-01"}])
def test_what_was_asked_for_never_changes(edition, grace, change):
    export = asked(edition, grace)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(**change)


def test_a_whole_file_is_not_replaced(edition, grace):
    export = write(asked(edition, grace))
    for change in ({"digest": "0" * 64}, {"file": "exports/ab/other"}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            Export.objects.filter(pk=export.pk).update(**change)
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        export.delete()


@pytest.mark.parametrize(
    "change", [{"file": "exports/ab/half"}, {"file": "x", "finished_at": AT, "digest": "0" * 64}]
)
def test_a_file_has_its_size_and_digest(edition, grace, change):
    export = asked(edition, grace)
    with pytest.raises(IntegrityError, match="export_file_is_whole"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(**change)


def test_an_edition_has_no_matrix(edition, grace):
    with pytest.raises(IntegrityError, match="export_of_an_edition_or_all_returns"), transaction.atomic():
        asked(edition, grace, format="matrix-csv")


def test_a_claim_that_nobody_holds_writes_nothing(edition, grace):
    export = asked(edition, grace)
    assert claim(export.job_id) is None
    write_export(export.job_id)
    assert files() == []
