"""The second keying of a paper reply: codes and figures, section by section, blind to the first."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys.actions.answers import DraftClosed
from surveys.actions.keying import save_again
from surveys.actions.write_keys import KeyReused
from surveys.forms.keying import KeyingForm, answers_of_second
from surveys.forms.typed import NotThisForm
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.definition import Question, walk
from surveys.questionnaire.keying import codes_and_figures
from surveys.views.boxes import page_of
from surveys.views.fetching import questionnaire_language
from surveys.views.keying import around_paper, fetch_paper, is_second, to_office
from surveys.views.sections import next_after, problems_of, words_of_save


def sections_of(evaluation):
    """The sections with codes or figures that the second person's own answers ask for."""
    reduced = [codes_and_figures(section) for section in evaluation.definition.sections]
    return [
        section
        for section in reduced
        if any(isinstance(node, Question) for node in walk(section.children)) and evaluation.is_section_asked(section)
    ]


@require_safe
def paper_second(request, slug, iso3):
    """The sections to be keyed in again, and how far each is."""
    paper = fetch_paper(request, slug, iso3)
    if not is_second(request, paper):
        return not_your_turn(request, paper)
    evaluator = evaluator_for(paper.survey_return.questionnaire_id)
    own = {path: answer.value for path, answer in answers_of_second(paper, evaluator).items()}
    evaluation = evaluator.evaluate(own, request.today)
    language = questionnaire_language(request, evaluator.definition)
    sections = [
        (section.name, evaluation.text(section.labels, language), evaluation.progress(section))
        for section in sections_of(evaluation)
    ]
    context = around_paper(paper) | {"sections": sections, "language": language}
    return render(request, "surveys/paper/second.html", context)


def not_your_turn(request, paper):
    """Back to the return, with the reason."""
    messages.warning(request, _("The paper reply stands at another step, or this is a colleague’s to do."))
    return to_office(paper)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_second_section(request, slug, iso3, section):
    """One section with its codes and figures alone."""
    paper = fetch_paper(request, slug, iso3)
    form = form_for(request, paper, section)
    if not is_second(request, paper):
        return not_your_turn(request, paper)
    if request.method != "POST":
        return show(request, paper, form)
    try:
        return save(request, paper, form)
    except NotThisForm as fault:
        raise BadRequest(str(fault)) from fault


def form_for(request, paper, name):
    """The form of a section, or 404 for one that the questionnaire does not have."""
    evaluator = evaluator_for(paper.survey_return.questionnaire_id)
    found = [codes_and_figures(section) for section in evaluator.definition.sections]
    section = next((section for section in found if section.name == name), None)
    if section is None:
        raise Http404
    return KeyingForm(
        survey_return=paper.survey_return,
        section=section,
        evaluator=evaluator,
        answers=answers_of_second(paper, evaluator),
        language=questionnaire_language(request, evaluator.definition),
        today=request.today,
        own=[section.name for section in found],
        data=request.POST if request.method == "POST" else None,
    )


def save(request, paper, form):
    """Keep what was keyed in, or say why not."""
    if not form.is_valid():
        return show(request, paper, form, status=422)
    try:
        with acting_as(request.user, on_behalf_of=paper.member_state.iso3, channel=paper.channel, key=form.key):
            saved = save_again(paper=paper, by=request.user, key=form.key, changes=form.changes, at=timezone.now())
    except KeyReused:
        return show(request, paper, form, status=409, problem=_("This page is an old one. Check it and save again."))
    except DraftClosed:
        return not_your_turn(request, paper)
    if saved.conflicts:
        form.answers = answers_of_second(paper, form.evaluator)
        return show(request, paper, form, status=409, conflicts=saved.conflicts)
    messages.success(request, words_of_save(saved))
    target = request.POST.get("next", "")
    if target in form.own:
        return redirect("surveys:paper_second_section", paper.survey.slug, paper.member_state.iso3, target)
    return redirect("surveys:paper_second", paper.survey.slug, paper.member_state.iso3)


def show(request, paper, form, *, status=200, conflicts=(), problem=""):
    """The page of a section."""
    overview = reverse("surveys:paper_second", args=[paper.survey.slug, paper.member_state.iso3])
    context = around_paper(paper) | {
        "page": page_of(form, conflicts),
        "form": form,
        "after": next_after(form, sections_of(form.evaluation)),
        "problem": problem,
        "problems": problems_of(form, conflicts),
        "blind": True,
        "steps": [(overview, _("Second keying"))],
    }
    return render(request, "surveys/paper/second_section.html", context, status=status)
