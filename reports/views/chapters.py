"""Chapters: one of them, entered and changed, what it rests on, its history."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.refusals import add_refusal
from consultations.models import Contribution, Outcome
from consultations.overview.history import Words, history_of, newest_first
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import status_of
from reports.actions.chapters import Sources, change, enter_chapter, rest_on, sources_of, sources_version
from reports.forms.report import ChapterForm, SourcesForm
from reports.models import Chapter, ChapterSource
from reports.permissions import may_keep_report, may_read_report
from reports.views.draft_pages import drafts_context
from reports.views.report import fetch_survey, frame, move, steps_to
from surveys.actions.write_keys import KeyReused
from surveys.questionnaire.definition import names_below


def fetch_chapter(request, slug, order, permission=may_read_report):
    """The chapter, for a person who may."""
    if not permission(request.user):
        raise Http404
    visible = Chapter.objects.visible_to(request.user).select_related("lead", "report__survey")
    return get_object_or_404(visible, report__survey__slug=slug, order=order)


def questions_of(survey):
    """The questions of the survey's questionnaire: name, title and questions (name and words) of each section."""
    questionnaire, language = survey.current_questionnaire(), get_language()
    if questionnaire is None:
        return []
    definition = questionnaire.definition
    return [
        (
            section.name,
            definition.label(section.labels, language),
            [
                (name, definition.label(question.labels, language))
                for name, question in definition.questions.items()
                if name in names_below(section)
            ],
        )
        for section in definition.sections
    ]


@require_safe
def chapter(request, slug, order):
    """One chapter: lead, status, day, themes and topics, what it rests on, its versions."""
    found = fetch_chapter(request, slug, order)
    survey = found.report.survey
    sources = list(
        found.sources.select_related("outcome__survey", "contribution__survey", "contribution__contributor")
    )
    words = {name: label for _name, _title, questions in questions_of(survey) for name, label in questions}
    context = frame(
        request,
        survey,
        chapter=found,
        is_late=found.is_late_on(request.today),
        themes=[theme for theme in survey.themes.all() if theme.code in found.themes],
        topics=[topic for topic in found.report.topics.all() if topic.code in found.topics],
        outcomes=[source.outcome for source in sources if source.outcome],
        contributions=contributions_of(sources, request.today),
        tables=[(source.question, words.get(source.question)) for source in sources if source.question],
        steps=steps_to(survey),
        **drafts_context(request, found),
    )
    return render(request, "reports/report/chapter.html", context)


def contributions_of(sources, day):
    """The contributions among the sources, each with where it stands."""
    pairs = [(one.contribution, one.contribution.standing_on(day)) for one in sources if one.contribution]
    return [(one, standing, standing.label if standing else "") for one, standing in pairs]


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_new(request, slug):
    """Enter a chapter; it becomes the last one."""
    survey = fetch_survey(request, slug, may_keep_report)
    form = ChapterForm(request.POST if request.method == "POST" else None, survey=survey, today=request.today)
    if form.is_valid():
        try:
            made = enter_chapter(survey=survey, values=form.values(), **who(request, form))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The chapter is entered."))
            return redirect(made)
    context = frame(request, survey, form=form, steps=steps_to(survey))
    return render(request, "reports/report/chapter_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_edit(request, slug, order):
    """Change a chapter; what somebody else has stored meanwhile is shown beside what was typed."""
    found, conflict = fetch_chapter(request, slug, order, may_keep_report), None
    survey, now = found.report.survey, last_event(found)
    options = {"survey": survey, "today": request.today, "chapter": found}
    form = ChapterForm(request.POST if request.method == "POST" else None, initial={"seen": now}, **options)
    if form.is_valid():
        try:
            change(row=found, values=form.values(), seen=form.cleaned_data["seen"], **who(request, form))
        except ChangedMeanwhile:
            conflict = conflict_of(form, ChapterForm(**options), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The chapter is changed."))
            return redirect(found)
    context = frame(request, survey, form=form, chapter=found, conflict=conflict, steps=steps_to(survey, found))
    return render(request, "reports/report/chapter_edit.html", context, status=status_of(form))


@require_POST
def chapter_up(request, slug, order):
    """Move a chapter one place up."""
    return move(request, fetch_chapter(request, slug, order, may_keep_report))


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_sources(request, slug, order):
    """Tick what the chapter rests on: outcomes, contributions, tables of the summary."""
    found = fetch_chapter(request, slug, order, may_keep_report)
    survey, now = found.report.survey, sources_version(found)
    form = sources_form(request.POST if request.method == "POST" else None, found, {"seen": now})
    if form.is_valid():
        try:
            rest_on(chapter=found, sources=chosen(form, found), seen=form.cleaned_data["seen"], **who(request, form))
        except (ChangedMeanwhile, NotPossible):
            form.add_error(None, _("Somebody has changed the sources meanwhile, so nothing was stored. Look again."))
            form.again(seen=now)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The sources of the chapter are stored."))
            return redirect(found)
    context = frame(request, survey, form=form, chapter=found, steps=steps_to(survey, found))
    return render(request, "reports/report/chapter_sources.html", context, status=status_of(form))


def sources_form(data, found, initial):
    """The form of a chapter's sources."""
    survey = found.report.survey
    contributions = Contribution.objects.filter(survey=survey).select_related("contributor")
    return SourcesForm(
        data,
        outcomes=[(one.pk, str(one)) for one in Outcome.objects.filter(survey=survey)],
        contributions=[(one.pk, f"{one.contributor}: {one}") for one in contributions],
        sections=questions_of(survey),
        sources=sources_of(found),
        initial=initial,
    )


def chosen(form, found):
    """What is ticked; questions that the questionnaire no longer has stay as they are."""
    offered = {question for _name, _title, questions in form.sections for question, _words in questions}
    kept = sources_of(found).questions - offered
    cleaned = form.cleaned_data
    questions = frozenset(form.questions()) | kept
    return Sources(frozenset(cleaned["outcomes"]), frozenset(cleaned["contributions"]), questions)


@require_safe
def chapter_history(request, slug, order):
    """Who changed what in the chapter and in its sources when."""
    found, words = fetch_chapter(request, slug, order), Words()
    own = history_of(Chapter, about="", words=words, pgh_obj_id=found.pk)
    sources = history_of(ChapterSource, about=_("Source of the chapter"), words=words, chapter_id=found.pk)
    context = frame(
        request,
        found.report.survey,
        thing=found,
        history=newest_first([*own, *sources]),
        steps=steps_to(found.report.survey, found),
    )
    return render(request, "consultations/history.html", context)
