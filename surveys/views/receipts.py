"""Submissions as they were sent, and their receipts."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from surveys.actions.openings import open_for_office
from surveys.ledger import canonical_json
from surveys.models import Receipt, Submission
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.permissions import may_follow_survey, may_read_draft
from surveys.rendering import direction
from surveys.views.fetching import around, fetch_for_reading, questionnaire_language
from surveys.views.sheets import LANGUAGE_NAMES, Answered, named, sheets_of

GROUP = 8


def fetch_entry(request, slug, iso3, number):
    """The return and one of its submissions, for a person who may know of it."""
    survey_return = fetch_for_reading(request, slug, iso3)
    visible = Submission.objects.visible_to(request.user, on=request.today).select_related("replaces")
    return survey_return, get_object_or_404(visible, survey_return=survey_return, number=number)


def fetch_submission(request, slug, iso3, number):
    """The return and one of its submissions to be read; when the Office opens one first, that is recorded."""
    survey_return, found = fetch_entry(request, slug, iso3, number)
    if may_follow_survey(request.user) and found.kind != Submission.Kind.WITHDRAWAL:
        with acting_as(request.user, channel="web"):
            may_be_read = open_for_office(submission=found, by=request.user, on=request.today)
        if not may_be_read:
            raise Http404
    return survey_return, found


def reading_language(request, definition):
    """The language in which a submission is read: as the address asks, else as the questionnaire is read."""
    wanted = request.GET.get("language")
    return wanted if wanted in definition.languages else questionnaire_language(request, definition)


@require_safe
def submission(request, slug, iso3, number):
    """A submission as it was asked and answered then."""
    survey_return, found = fetch_submission(request, slug, iso3, number)
    definition = evaluator_for(found.questionnaire_id).definition
    language = reading_language(request, definition)
    files = survey_return.attachments.answers().by_digest()
    answered = Answered(found.answers, found.languages, found.remarks, found.attributions, files)
    others = survey_return.submissions.meta().exclude(kind=Submission.Kind.WITHDRAWAL)
    visible = others.visible_to(request.user, on=request.today)
    context = around(survey_return) | {
        "submission": found,
        "sheets": [] if found.kind == Submission.Kind.WITHDRAWAL else sheets_of(definition, answered, language),
        "withdrawal": survey_return.submissions.filter(kind="withdrawal", replaces=found).first(),
        "earlier": [other for other in visible if other.number < found.number],
        "version": found.questionnaire.version,
        "language": language,
        "languages": named(definition.languages),
        "direction": direction(language),
        "language_name": LANGUAGE_NAMES.get(found.language, found.language),
        "has_tasks": may_read_draft(request.user, survey_return, on=request.today),
    }
    return render(request, "surveys/returns/submission.html", context)


@require_safe
def receipt(request, slug, iso3, number):
    """The receipt of a submission, as a document that prints on one page."""
    survey_return, found = fetch_entry(request, slug, iso3, number)
    document = get_object_or_404(Receipt, submission=found)
    context = around(survey_return) | {
        "submission": found,
        "receipt": document,
        "digest": in_groups(found.digest),
        "chain": in_groups(found.chain),
        "signature": in_groups(document.document["signature"]),
        "has_tasks": may_read_draft(request.user, survey_return, on=request.today),
    }
    return render(request, "surveys/returns/receipt.html", context)


def in_groups(text):
    """A long text in pieces that two people can compare aloud."""
    return [text[start : start + GROUP] for start in range(0, len(text), GROUP)]


@require_safe
def receipt_json(request, slug, iso3, number):
    """The signed receipt itself, to be kept and checked offline."""
    _survey_return, found = fetch_entry(request, slug, iso3, number)
    stored = get_object_or_404(Receipt, submission=found)
    headers = {"Content-Disposition": f'attachment; filename="{stored.number}.json"'}
    return HttpResponse(canonical_json(stored.document), content_type="application/json", headers=headers)
