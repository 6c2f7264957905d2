"""Compile an edition of the summary: the request, its inputs, counting in parts, the result."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from reports.actions.inputs import Inputs, collect, count_range, frame_of
from reports.actions.treatments import last_decision
from reports.models import Compilation, Summary
from reports.summary.tables import FORMAT_VERSION, Content, content, content_digest
from reports.summary.tally import Tally
from surveys.actions.jobs import Claim, Hopeless
from surveys.actions.ledger import last_position
from surveys.models import CutOff, Job, Survey, Trouble, User
from surveys.models.history import acting_as

COMPILE = "reports.compile_summary"
WORKER = "worker:compile_summary"
EDITIONS_LOCK = 2004


class NotReproducible(Hopeless):
    """An edition was compiled anew from its inputs and came out different: something is wrong with the portal."""


def request_compilation(
    *,
    survey: Survey,
    as_of: date,
    due_at: datetime,
    by: User | None,
    upto: int | None = None,
    treatments_upto: int | None = None,
    parts: int = 1,
    cut_off: CutOff | None = None,
) -> Compilation:
    """Ask for the edition as of a day, as known at ledger position `upto` and with the treatments of the survey's
    first `treatments_upto` decisions (None: at the end of now).

    Writes rows only, so it answers at once whatever the broker does; the relay and a worker do the rest.
    """
    with transaction.atomic():
        position = last_position(survey)[0] if upto is None else upto
        decided = last_decision(survey) if treatments_upto is None else treatments_upto
        job = Job.objects.create(task=COMPILE, due_at=due_at)
        return Compilation.objects.create(
            survey=survey,
            cut_off=cut_off,
            as_of=as_of,
            upto=position,
            treatments_upto=decided,
            parts=parts,
            requested_by=by,
            job=job,
        )


def compile_edition(claim: Claim) -> None:
    """Compile what the claimed job asks for; an edition that exists is compiled anew and has to be the same.

    Raises NotReproducible when it is not.
    """
    compilation = Compilation.objects.select_related("survey").get(job=claim.job_id)
    existing = edition_of(compilation)
    inputs = Inputs.from_json(existing.inputs) if existing else collect(compilation)
    edition = compiled(inputs, compilation.parts, claim)
    digest = content_digest(edition)
    if existing and existing.digest != digest:
        raise NotReproducible(
            Trouble.NOT_REPRODUCIBLE, edition=str(existing.number), stored=existing.digest, now=digest
        )
    with acting_as(WORKER), claim.finishing():
        summary = existing or store(compilation, inputs, edition, digest)
        Compilation.objects.filter(pk=compilation.pk).update(summary=summary)


def edition_of(compilation: Compilation) -> Summary | None:
    """The edition that already is what this request asks for."""
    return Summary.objects.filter(
        survey=compilation.survey,
        as_of=compilation.as_of,
        ledger_position=compilation.upto,
        treatment_position=compilation.treatments_upto,
        format_version=FORMAT_VERSION,
    ).first()


def compiled(inputs: Inputs, parts: int, claim: Claim | None = None) -> Content:
    """The content for these inputs, counted in so many parts: the same bytes whatever their number."""
    frame = frame_of(inputs)
    tally, tell = Tally(frame), progress_of(claim, len(inputs.submissions))
    for submissions in split(inputs.submissions, parts):
        tally.add(count_range(frame, inputs, submissions, tell))
    return content(frame, tally, inputs.for_content())


def progress_of(claim: Claim | None, total: int) -> Callable[[int], None]:
    """Tells the claim how many of all submissions are counted, which extends its lease too."""
    counted = 0

    def tell(more: int) -> None:
        nonlocal counted
        counted += more
        if claim:
            claim.progress(counted, total)

    tell(0)
    return tell


def split(submissions: list[int], parts: int) -> list[list[int]]:
    """The ids in so many ranges of about the same length."""
    size = max(1, -(-len(submissions) // parts))
    return [submissions[start : start + size] for start in range(0, len(submissions), size)] or [[]]


def store(compilation: Compilation, inputs: Inputs, edition: Content, digest: str) -> Summary:
    """Store the edition under the survey's next number; the caller holds the transaction.

    When the same edition was stored meanwhile by another job, that one is given.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [EDITIONS_LOCK, compilation.survey_id])
    if stored := edition_of(compilation):
        return stored
    last = (
        Summary.objects.filter(survey=compilation.survey).order_by("-number").values_list("number", flat=True).first()
    )
    return Summary.objects.create(
        survey=compilation.survey,
        number=(last or 0) + 1,
        as_of=compilation.as_of,
        ledger_position=compilation.upto,
        treatment_position=compilation.treatments_upto,
        format_version=FORMAT_VERSION,
        inputs=inputs.to_json(),
        content=edition,
        digest=digest,
        compiled_at=timezone.now(),
    )
