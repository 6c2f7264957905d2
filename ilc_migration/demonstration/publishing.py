"""Compile, review and publish the edition of the draft report, so that there is something for everybody to read."""

from datetime import date, datetime, time
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from ilc_migration.demonstration.people import OFFICE, ensure_colleague, ensure_office
from ilc_migration.demonstration.plan import DECEMBER
from reports.actions.compile import compile_edition, request_compilation
from reports.actions.editions import approve, propose, publish
from reports.models import Summary
from surveys.actions.jobs import run
from surveys.models import Job, OfficeRole, Survey, User

PUBLISHED_ON = date(2004, 1, 12)


def publish_draft_report(survey: Survey) -> Summary:
    """The edition of the draft report's cut-off date, compiled, approved by a second person and published.

    In one transaction: a relay never sees the request, whose work is done here, since no worker may be there.
    """
    at = datetime.combine(PUBLISHED_ON, time(15), timezone.get_default_timezone())
    staff, analyst = ensure_office(), User.objects.get(email=OFFICE[OfficeRole.ANALYST])
    with transaction.atomic():
        cut_off = survey.cut_offs.filter(day=DECEMBER).first()
        request = request_compilation(survey=survey, as_of=DECEMBER, due_at=at, by=analyst, cut_off=cut_off)
        Job.objects.filter(pk=request.job_id).update(state=Job.State.QUEUED)
        run(request.job_id, compile_edition)
        edition = Summary.objects.get(compilations=request)
        propose(summary=edition, by=analyst, key=token_hex(16), at=at)
        approve(summary=edition, by=ensure_colleague(), key=token_hex(16), at=at)
        publish(summary=edition, by=staff, key=token_hex(16), at=at)
    return edition
