"""Objections of a government to what the Office entered from its paper reply, and the Office's answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.actions.objections import AlreadyAnswered, NotFromPaper, answer_objection, object_to
from surveys.actions.write_keys import KeyReused
from surveys.forms.objections import AnswerForm, ObjectionForm
from surveys.models import Objection
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.permissions import is_focal_point, is_office_staff
from surveys.rendering import direction
from surveys.views.fetching import around, questionnaire_language
from surveys.views.fetching import fetch_return as fetch_of_government
from surveys.views.office import fetch_return, frame
from surveys.views.sheets import Answered, sheets_of


@require_http_methods(["GET", "HEAD", "POST"])
def objections(request, slug, iso3):
    """Object, question by question, to what was entered from paper; those raised stand below."""
    survey_return = fetch_of_government(request, slug, iso3, is_focal_point)
    submission = survey_return.submissions.in_effect().newest()
    raised = Objection.objects.filter(submission__survey_return=survey_return).select_related("raised_by")
    if submission is None or (submission.paper_id is None and not raised):
        return redirect(survey_return)
    definition = evaluator_for(submission.questionnaire_id).definition
    language = questionnaire_language(request, definition)
    questions = lines_of_submission(definition, submission, language)
    form = ObjectionForm(
        request.POST if request.method == "POST" else None,
        initial={"path": request.GET.get("path", "")},
        questions=[(line.path, line.label) for line in questions],
    )
    if form.is_valid() and raise_objection(request, submission, form):
        messages.success(request, _("The objection is with the Office."))
        return redirect("surveys:objections", slug, iso3)
    labels = {line.path: line.label for line in questions}
    context = around(survey_return) | {
        "form": form,
        "submission": submission,
        "raised": [(labels.get(objection.path, objection.path), objection) for objection in raised],
        "language": language,
        "direction": direction(language),
    }
    return render(request, "surveys/paper/objections.html", context, status=422 if form.errors else 200)


def lines_of_submission(definition, submission, language):
    """The questions that the submission answers or leaves blank, in words."""
    sheets = sheets_of(definition, Answered(submission.answers, {}, {}), language)
    entries = [entry for sheet in sheets for entry in sheet.asked]
    return [entry.line for entry in entries if not entry.line.is_heading]


def raise_objection(request, submission, form):
    """Keep the objection; False with the reason in the form when there is nothing to object to any more."""
    path, text, key = (form.cleaned_data[name] for name in ("path", "text", "key"))
    try:
        with acting_as(request.user, channel="web", key=key):
            object_to(submission=submission, path=path, text=text, by=request.user, key=key, at=timezone.now())
    except NotFromPaper:
        form.add_error(None, _("The last submission was not entered by the Office from paper: amend it instead."))
    except KeyReused:
        form.add_error(None, _("This page is an old one. Open it again."))
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
def objection_answer(request, slug, iso3, pk):
    """Answer an objection, once."""
    survey_return = fetch_return(request, slug, iso3, is_office_staff)
    raised = Objection.objects.filter(submission__survey_return=survey_return)
    objection = get_object_or_404(raised.select_related("raised_by", "answered_by", "submission"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with acting_as(request.user, channel="web"):
                text = form.cleaned_data["answer"]
                answer_objection(objection=objection, text=text, by=request.user, at=timezone.now())
        except AlreadyAnswered:
            form.add_error("answer", _("A colleague has answered this objection meanwhile."))
            objection.refresh_from_db()
        else:
            messages.success(request, _("The answer is shown to the Government."))
            return redirect("surveys:return_office", slug, iso3)
    definition = evaluator_for(objection.submission.questionnaire_id).definition
    language = questionnaire_language(request, definition)
    labels = {line.path: line.label for line in lines_of_submission(definition, objection.submission, language)}
    context = frame(survey_return.survey) | {
        "member_state": survey_return.member_state,
        "objection": objection,
        "label": labels.get(objection.path, objection.path),
        "language": language,
        "form": form,
    }
    return render(request, "surveys/paper/objection.html", context, status=422 if form.errors else 200)
