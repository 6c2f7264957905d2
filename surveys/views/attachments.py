"""Files of a return: taken by a script while the form stays open, given back to who may read them."""

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from surveys.actions.attachments import store
from surveys.actions.openings import open_for_office
from surveys.file_types.kinds import EXTENSIONS
from surveys.file_types.pictures import NotDrawn, page_picture
from surveys.file_types.refused import Refused
from surveys.forms.uploads import facts_of, status_of, words_of_refusal
from surveys.models import Attachment
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.permissions import answerable_sections, may_read_draft, may_read_scans, readable_purposes
from surveys.questionnaire.answers import parts_of
from surveys.views.fetching import fetch_for_answering, fetch_return

UNKNOWN = "application/octet-stream"
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@require_POST
def file_upload(request, slug, iso3):
    """Take a file for the answer at `path`: what the form then sends as its value, or why not."""
    survey_return = fetch_for_answering(request, slug, iso3)
    check_question(request, survey_return, request.POST.get("path", ""))
    upload = request.FILES.get("file")
    if upload is None:
        raise BadRequest("file")
    try:
        attachment = store(
            survey_return=survey_return,
            upload=upload,
            purpose=Attachment.Purpose.ANSWER,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return JsonResponse({"problem": words_of_refusal(refused)}, status=status_of(refused))
    facts = {"name": attachment.name, "size": attachment.size, "media_type": attachment.media_type}
    shown = {"address": attachment.get_absolute_url(), "shown": facts_of(attachment)}
    return JsonResponse({"value": attachment.sha256, **facts, **shown})


def check_question(request, survey_return, path):
    """Raise Http404 unless the path is that of a file question in a section that this person may answer."""
    definition = evaluator_for(survey_return.questionnaire_id).definition
    _row, name = parts_of(path)
    question, section = definition.questions.get(name), definition.section_of(name)
    names = [section.name for section in definition.sections]
    own = answerable_sections(request.user, survey_return, names, on=request.today)
    if question is None or question.type != "file" or section is None or section.name not in own:
        raise Http404


@require_safe
def file(request, slug, iso3, sha256):
    """A file as it was uploaded, to be saved and never shown in place (threats.md, A11)."""
    survey_return = fetch_return(request, slug, iso3, may_exist)
    purposes = readable_purposes(request.user, survey_return, sha256, on=request.today)
    attachment = survey_return.attachments.filter(sha256=sha256, purpose__in=purposes).first()
    if attachment is None:
        raise Http404
    if is_opened_by_office(request, survey_return, attachment):
        note_opening(request, survey_return, sha256)
    media_type = attachment.media_type if attachment.media_type in EXTENSIONS else UNKNOWN
    content = attachment.file.open("rb")
    return FileResponse(
        content, as_attachment=True, filename=attachment.name, content_type=media_type, headers=HEADERS
    )


@require_safe
def scan_page(request, slug, iso3, sha256, number):
    """A page of a scan as a picture, to stand beside the form into which the paper is keyed."""
    survey_return = fetch_return(request, slug, iso3, may_read_scans)
    scan = get_object_or_404(survey_return.attachments, sha256=sha256, purpose=Attachment.Purpose.SCAN)
    try:
        picture = page_picture(scan.file.path, scan.media_type, number)
    except NotDrawn as problem:
        raise Http404 from problem
    headers = {**HEADERS, "Cache-Control": "private, max-age=600"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def is_opened_by_office(request, survey_return, attachment):
    """Whether it is the Office that reads what a government has submitted."""
    is_submitted = attachment.purpose == Attachment.Purpose.ANSWER
    return is_submitted and not may_read_draft(request.user, survey_return, on=request.today)


def note_opening(request, survey_return, sha256):
    """Who takes a file of a submission has opened the submission. Raises Http404 when it was taken back meanwhile."""
    submission = survey_return.submissions.visible_to(request.user, on=request.today).naming(sha256).newest()
    with acting_as(request.user, channel="web"):
        if submission is None or not open_for_office(submission=submission, by=request.user, on=request.today):
            raise Http404


def may_exist(user, survey_return, *, on):
    """Every return that a person may know of; which of its files, is asked of each file."""
    return True
