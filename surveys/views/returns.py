"""A return as the government works on it: task list, checking, signing, amending."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.actions.answers import ChangedHands, DraftClosed
from surveys.actions.comparing import NotCompared
from surveys.actions.events import NotNow
from surveys.actions.returns import begin_amendment, note_opened
from surveys.actions.submissions import ChangedMeanwhile, Incomplete, ReasonMissing, submit
from surveys.actions.withdrawals import is_known_to_the_office
from surveys.actions.write_keys import KeyReused
from surveys.forms.submission import LONGEST, SubmissionForm
from surveys.models import Appointment, Status, Submission, WriteKey
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.permissions import (
    GOVERNMENT,
    answerable_sections,
    is_being_keyed,
    is_focal_point,
    is_office_staff,
    keys_in,
    may_check,
    may_submit,
    roles_for,
    settles,
)
from surveys.rendering import direction
from surveys.views.fetching import around, fetch_for_answering, questionnaire_language
from surveys.views.sheets import LANGUAGE_NAMES, check_sections, missing_lines, tasks_of


@require_safe
def return_tasks(request, slug, iso3):
    """The task list: sections with state and progress, and where to go on."""
    survey_return = fetch_for_answering(request, slug, iso3)
    note_first_look(request, survey_return)
    evaluator = evaluator_for(survey_return.questionnaire_id)
    evaluation = evaluator.evaluate(survey_return.answers.values_by_path(), request.today)
    names = [section.name for section in evaluator.definition.sections]
    own = answerable_sections(request.user, survey_return, names, on=request.today)
    language = questionnaire_language(request, evaluator.definition)
    contributors = Appointment.objects.contributors(survey_return.member_state_id, on=request.today)
    tasks = tasks_of(evaluation, own, contributors, language)
    context = around(survey_return) | {
        "tasks": tasks,
        "missing": missing_lines(evaluation, language),
        "next_task": next((task for task in tasks if task.is_open), None),
        "languages": [(code, LANGUAGE_NAMES.get(code, code)) for code in evaluator.definition.languages],
        "language": language,
        "direction": direction(language),
        "may_submit": may_check(request.user, survey_return, on=request.today),
        "keys_in": keys_in(request.user, survey_return),
        "being_keyed": is_being_keyed(survey_return) and not own,
        **standing_of(request, survey_return),
    }
    return render(request, "surveys/returns/tasks.html", context)


def standing_of(request, survey_return):
    """What has been submitted, what of it is in force, and what can be done about it."""
    in_force = survey_return.submissions.in_effect().meta().newest()
    own = is_focal_point(request.user, survey_return, on=request.today)
    return {
        "submissions": survey_return.submissions.meta().select_related("replaces").order_by("-number"),
        "in_force": in_force,
        "is_focal_point": own,
        "may_recall": own and in_force is not None and not is_known_to_the_office(in_force),
        "reply_by": survey_return.reply_by_on(request.today),
        "open_until": survey_return.open_until,
    }


def note_first_look(request, survey_return):
    """Whoever of the government looks first has opened the return."""
    is_government = GOVERNMENT & roles_for(request.user, survey_return, on=request.today).keys()
    if survey_return.status == Status.SENT and is_government:
        with acting_as(request.user, channel="web"):
            note_opened(survey_return=survey_return, user=request.user, on=request.today)
        survey_return.status = Status.OPENED


@require_POST
def set_questionnaire_language(request, slug, iso3):
    """Choose the language in which the questionnaire is read, apart from that of the portal."""
    survey_return = fetch_for_answering(request, slug, iso3)
    language = request.POST.get("language", "")
    if language in evaluator_for(survey_return.questionnaire_id).definition.languages:
        request.session["questionnaire_language"] = language
    return redirect(survey_return)


def fetch_for_checking(request, slug, iso3):
    """The return, for who may read all its answers together: whoever may sign it, and who has just keyed it in."""
    survey_return = fetch_for_answering(request, slug, iso3)
    if not may_check(request.user, survey_return, on=request.today):
        raise Http404
    return survey_return


def fetch_for_signing(request, slug, iso3):
    """The return, for who may sign it: the focal point, or the Office once it is keyed in twice from paper."""
    survey_return = fetch_for_answering(request, slug, iso3)
    if not may_submit(request.user, survey_return, on=request.today):
        raise Http404
    return survey_return


def signing_form(request, survey_return, values, language):
    """The form for the signature, prefilled from what the reply itself says about the signatory."""
    evaluator = evaluator_for(survey_return.questionnaire_id)
    initial = {
        "signatory_name": text_of(values.get("signatory_name")),
        "signatory_title": text_of(values.get("signatory_title")),
        "signatory_authority": text_of(values.get("respondent_ministry"))[:LONGEST],
        "language": language,
    }
    amends = survey_return.submissions.in_effect().exists()
    # Read last: of two presses at once the second must not take what the first has made for an earlier reply.
    if request.method == "POST":
        survey_return.refresh_from_db(fields=["draft_open"])
    return SubmissionForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        amends=amends,
        draft_open=survey_return.draft_open,
        from_paper=settles(request.user, survey_return),
        languages=[(code, LANGUAGE_NAMES.get(code, code)) for code in evaluator.definition.languages],
    )


def text_of(value):
    """A text answer, empty for anything else."""
    return value if isinstance(value, str) else ""


@require_safe
def return_check(request, slug, iso3):
    """All answers in words, what is missing, and the signature under them."""
    survey_return = fetch_for_checking(request, slug, iso3)
    if not survey_return.draft_open:
        return redirect(survey_return)
    return render(request, "surveys/returns/check.html", check_context(request, survey_return))


def check_context(request, survey_return, form=None):
    """What the page of checking shows; the form is a fresh one unless it is given back with its errors."""
    evaluator = evaluator_for(survey_return.questionnaire_id)
    answers = survey_return.answers.by_path()
    values = {path: answer.value for path, answer in answers.items() if answer.value is not None}
    last_save = sum(answer.revision for answer in answers.values())
    evaluation = evaluator.evaluate(values, request.today)
    language = questionnaire_language(request, evaluator.definition)
    files = survey_return.attachments.answers().by_digest()
    return around(survey_return) | {
        "sections": check_sections(evaluation, answers, files, language),
        "language": language,
        "direction": direction(language),
        "missing": missing_lines(evaluation, language),
        "form": (form or signing_form(request, survey_return, values, language)).stands_under(last_save),
        "keys_in": keys_in(request.user, survey_return),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def return_submit(request, slug, iso3):
    """Sign and submit; the same key again leads to the same receipt."""
    if submission := keyed_in_before(request, slug, iso3):
        return redirect("surveys:receipt", slug, iso3, submission.number)
    survey_return = fetch_for_signing(request, slug, iso3)
    if request.method != "POST":
        return redirect("surveys:return_check", slug, iso3)
    values = survey_return.answers.values_by_path()
    form = signing_form(request, survey_return, values, "")
    if not form.is_valid():
        return check_again(request, survey_return, form, 422)
    try:
        submission = submit(
            survey_return=survey_return,
            user=request.user,
            key=form.cleaned_data["key"],
            signatory=form.signatory,
            received_on=request.today,
            at=timezone.now(),
            language=form.cleaned_data["language"],
            reason=form.cleaned_data.get("reason", ""),
            seen=form.cleaned_data["seen"],
        )
    except Incomplete:
        form.add_error(None, _("The reply cannot be submitted yet: see what is missing below."))
        return check_again(request, survey_return, form, 422)
    except NotCompared:
        messages.warning(request, _("Something is still to be settled or checked before the reply can be submitted."))
        return redirect("surveys:paper_compare", slug, iso3)
    except ChangedMeanwhile:
        form.add_error(None, _("Answers were saved since you read them. Check them again; nothing was sent."))
        return check_again(request, survey_return, form, 409)
    except ChangedHands as fault:
        # Whoever was let in is not let in any more: nothing of the draft is shown again.
        raise Http404 from fault
    except (KeyReused, DraftClosed, ReasonMissing):
        form.add_error(
            None, _("This reply has been submitted meanwhile, or this page is an old one. Nothing was sent.")
        )
        return check_again(request, survey_return, form.with_new_key(), 409)
    return redirect("surveys:receipt", slug, iso3, submission.number)


def keyed_in_before(request, slug, iso3):
    """What the Office submitted from paper under this key: its draft is closed to the Office, the receipt is not."""
    key = request.POST.get("key", "")
    if not (key and key.isprintable() and is_office_staff(request.user)):
        return None
    result = WriteKey.objects.result_of(user=request.user, key=key)
    if not isinstance(result, int):
        return None
    own = Submission.objects.visible_to(request.user, on=request.today).filter(recorded_by=request.user)
    return own.filter(pk=result, survey__slug=slug, member_state__iso3=iso3).first()


def check_again(request, survey_return, form, status):
    """The page of checking with what is wrong, everything typed still there."""
    context = check_context(request, survey_return, form)
    return render(request, "surveys/returns/check.html", context, status=status)


@require_POST
def return_amend(request, slug, iso3):
    """Open the draft of a submitted reply again."""
    survey_return = fetch_for_signing(request, slug, iso3)
    if not survey_return.submissions.in_effect().exists():
        raise Http404
    try:
        begin_amendment(survey_return=survey_return, user=request.user, on=request.today)
    except NotNow:
        return render(request, "409.html", {"path": survey_return.get_absolute_url()}, status=409)
    messages.success(request, _("The draft is open. The submission in force stays so until you submit again."))
    return redirect(reverse("surveys:return_tasks", args=[slug, iso3]))
