"""Propose a treatment of an answer: choose the State, the answer, what is done to it and why."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions.treatments import NotTreatable, propose
from reports.forms.treatments import Kind, ProposeForm
from reports.permissions import may_propose_treatment
from reports.summary.counts import is_absence
from reports.summary.frame import NUMBERS
from reports.summary.treatments import OTHER, is_number, names_other, place_of, value_at
from reports.views.editions import fetch_survey, frame
from reports.views.treated import answer_words, question_words
from surveys.actions.write_keys import KeyReused
from surveys.models import Submission
from surveys.models.member_states import alphabetical
from surveys.models.surveys import evaluator_for
from surveys.rendering import lines_of
from surveys.views.receipts import fetch_submission


def states_in_force(request, survey):
    """Code and name of each State with a submission in force."""
    in_force = Submission.objects.in_force(survey, on=request.today).select_related("member_state").meta()
    named = [(one.member_state.iso3, one.member_state.name(get_language())) for one in in_force]
    return alphabetical(named, key=lambda state: state[1])


@require_safe
def treatment_choose(request, slug):
    """From the chosen State to the answers of its submission in force."""
    survey = fetch_survey(request, slug)
    if not may_propose_treatment(request.user):
        raise Http404
    in_force = Submission.objects.in_force(survey, on=request.today).meta()
    states = dict(states_in_force(request, survey))
    iso3 = request.GET.get("state")
    if iso3 not in states:
        return redirect("reports:treatments", slug)
    found = get_object_or_404(Submission.objects.filter(pk__in=in_force.values("pk")), member_state__iso3=iso3)
    return redirect("reports:treatment_propose", slug, iso3, found.number)


@require_http_methods(["GET", "HEAD", "POST"])
def treatment_propose(request, slug, iso3, number):
    """Choose an answer of a submission; then propose what is done to it. The answer stands beside, unchanged."""
    if not may_propose_treatment(request.user):
        raise Http404
    survey_return, submission = fetch_submission(request, slug, iso3, number)
    path = request.POST.get("path", "") or request.GET.get("path", "")
    if not path and request.method != "POST":
        return render(request, "reports/treatment_answers.html", answers_of(submission, survey_return.survey))
    value = value_at(submission.answers, path)
    if value is None or is_absence(value):
        raise Http404
    form = form_for(request, submission, path, value)
    if form.is_valid() and (found := proposed(request, form, submission)):
        messages.success(request, _("The treatment is proposed. Another person decides on it."))
        return redirect("reports:treatment", slug, found.pk)
    context = about(submission, path, survey_return.survey, get_language()) | {"form": form}
    return render(request, "reports/treatment_propose.html", context, status=status_of(form))


def answers_of(submission, survey):
    """The answers of a submission, each of which can be chosen."""
    definition, language = evaluator_for(submission.questionnaire_id).definition, get_language()
    sections = [
        (
            definition.label(section.labels, language),
            [
                line
                for line in lines_of(definition, section, submission.answers, submission.languages, language)
                if line.value and not is_absence(value_at(submission.answers, line.path))
            ],
        )
        for section in definition.sections
    ]
    return frame(survey, submission=submission, sections=[(title, lines) for title, lines in sections if lines])


def about(submission, path, survey, language):
    """Which answer it is, and whether it counts now."""
    definition = evaluator_for(submission.questionnaire_id).definition
    in_force = Submission.objects.in_effect().filter(survey_return=submission.survey_return_id).newest()
    return frame(
        survey,
        submission=submission,
        question=question_words(definition, place_of(path)[2], language),
        answer=answer_words(definition, submission.answers, path, language),
        is_superseded=in_force != submission,
    )


def form_for(request, submission, path, value):
    """The form with the kinds that fit question and answer."""
    definition = evaluator_for(submission.questionnaire_id).definition
    question = definition.questions.get(place_of(path)[2])
    if question is None:
        raise Http404
    kinds = [Kind.SET_ASIDE]
    if question.type in NUMBERS and is_number(value):
        kinds.append(Kind.UNIT)
    if question.type.startswith("select") and names_other(value):
        kinds.append(Kind.RECODE)
    choices = [
        (choice.name, definition.label(choice.labels, get_language()))
        for choice in definition.choices_of(question)
        if choice.name != OTHER
    ]
    return ProposeForm(request.POST or None, kinds=kinds, choices=choices, initial={"path": path})


def proposed(request, form, submission):
    """The treatment, or None when it was refused: the form then says why, at the field."""
    try:
        return propose(submission=submission, by=request.user, at=timezone.now(), **form.cleaned_data)
    except NotTreatable as refusal:
        form.with_new_key().add_error(refusal.field if refusal.field in form.fields else None, refusal.refusal.label)
    except KeyReused:
        form.with_new_key().add_error(None, _("This page was sent before with something else in it."))
    return None


def status_of(form):
    """400 for what does not fit, 200 for a fresh page."""
    return 400 if form.is_bound else 200
