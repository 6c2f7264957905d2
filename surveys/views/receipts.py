"""Submissions as they were sent, and their receipts."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from surveys.ledger import canonical_json
from surveys.models import Receipt, Submission
from surveys.models.surveys import evaluator_for
from surveys.permissions import may_read_draft
from surveys.rendering import direction
from surveys.views.fetching import around, fetch_for_reading, questionnaire_language
from surveys.views.sheets import LANGUAGE_NAMES, Answered, sheets_of

GROUP = 8


def fetch_submission(request, slug, iso3, number):
    """The return and one of its submissions, for a person who may read it."""
    survey_return = fetch_for_reading(request, slug, iso3)
    visible = Submission.objects.visible_to(request.user, on=request.today)
    return survey_return, get_object_or_404(visible, survey_return=survey_return, number=number)


@require_safe
def submission(request, slug, iso3, number):
    """A submission as it was asked and answered then."""
    survey_return, found = fetch_submission(request, slug, iso3, number)
    definition = evaluator_for(found.questionnaire_id).definition
    language = questionnaire_language(request, definition)
    context = around(survey_return) | {
        "submission": found,
        "sheets": sheets_of(definition, Answered(found.answers, found.languages, found.remarks), language),
        "language": language,
        "direction": direction(language),
        "language_name": LANGUAGE_NAMES.get(found.language, found.language),
    }
    return render(request, "surveys/returns/submission.html", context)


@require_safe
def receipt(request, slug, iso3, number):
    """The receipt of a submission, as a document that prints on one page."""
    survey_return, found = fetch_submission(request, slug, iso3, number)
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
    _survey_return, found = fetch_submission(request, slug, iso3, number)
    stored = get_object_or_404(Receipt, submission=found)
    headers = {"Content-Disposition": f'attachment; filename="{stored.number}.json"'}
    return HttpResponse(canonical_json(stored.document), content_type="application/json", headers=headers)
