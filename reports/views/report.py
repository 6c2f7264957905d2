"""The report: its themes, topics and chapters; topics entered, changed and moved."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.fields import KeyedForm
from consultations.forms.refusals import add_refusal
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import status_of
from reports.actions.chapters import change, enter_topic, move_up
from reports.actions.moved import moved_by_chapter
from reports.forms.report import TopicForm
from reports.models import Chapter, Report, Topic
from reports.permissions import may_keep_report, may_read_report
from surveys.actions.write_keys import KeyReused
from surveys.models import Survey


def fetch_survey(request, slug, permission=may_read_report):
    """The survey, for a person who may; everybody else gets what one that is not there gives."""
    if not permission(request.user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


def frame(request, survey, **context):
    """What the frame of every page of the report shows, and whether the reader keeps the report."""
    around = {"survey": survey, "demonstration": survey.synthetic, "may_keep": may_keep_report(request.user)}
    return {**around, **context}


def steps_to(survey, *things):
    """The way from the report: pairs of address and words."""
    steps = [(reverse("reports:report", args=[survey.slug]), _("Report"))]
    return [*steps, *((thing.get_absolute_url(), str(thing)) for thing in things)]


@require_safe
def report(request, slug):
    """Themes, topics and chapters: who leads what, by when, where it stands and what it rests on."""
    survey = fetch_survey(request, slug)
    found = Report.objects.filter(survey=survey).first()
    topics = list(found.topics.all()) if found else []
    themes = list(survey.themes.all())
    context = frame(
        request,
        survey,
        report=found,
        themes=themes,
        topics=topics,
        lines=lines_of(request, survey, themes, topics, moved_by_chapter(found) if found else {}),
        key_form=KeyedForm(),
    )
    return render(request, "reports/report/report.html", context)


def lines_of(request, survey, themes, topics, moved):
    """What is told of each chapter; `moved` are the figures that a later edition moved, by the chapter's key."""
    rests = {name: Count(f"sources__{name}", distinct=True) for name in ("outcome", "contribution")}
    tables = Count("sources", filter=~Q(sources__question=""), distinct=True)
    chapters = Chapter.objects.visible_to(request.user).filter(report__survey=survey)
    counted = chapters.select_related("lead", "report__survey").annotate(
        outcomes=rests["outcome"], contributions=rests["contribution"], tables=tables
    )
    words = {theme.code: theme for theme in themes} | {topic.code: topic for topic in topics}
    return [
        {
            "chapter": chapter,
            "is_late": chapter.is_late_on(request.today),
            "moved": len(moved.get(chapter.pk, [])),
            "themes": [words[code] for code in chapter.themes if code in words],
            "topics": [words[code] for code in chapter.topics if code in words],
        }
        for chapter in counted.order_by("order")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request, slug):
    """Enter a topic."""
    survey = fetch_survey(request, slug, may_keep_report)
    form = TopicForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            enter_topic(survey=survey, values=form.values(), **who(request, form))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The topic is entered."))
            return redirect("reports:report", slug)
    context = frame(request, survey, form=form, steps=steps_to(survey))
    return render(request, "reports/report/topic.html", context, status=status_of(form))


def fetch_topic(request, slug, code):
    """The topic, for a person who keeps the report."""
    survey = fetch_survey(request, slug, may_keep_report)
    return get_object_or_404(Topic.objects.select_related("report__survey"), report__survey=survey, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request, slug, code):
    """Change the words of a topic."""
    found, conflict = fetch_topic(request, slug, code), None
    now = last_event(found)
    form = TopicForm(request.POST if request.method == "POST" else None, topic=found, initial={"seen": now})
    if form.is_valid():
        try:
            change(row=found, values=form.values(), seen=form.cleaned_data["seen"], **who(request, form))
        except ChangedMeanwhile:
            conflict = conflict_of(form, TopicForm(topic=found), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The topic is changed."))
            return redirect("reports:report", slug)
    survey = found.report.survey
    context = frame(request, survey, form=form, topic=found, conflict=conflict, steps=steps_to(survey))
    return render(request, "reports/report/topic.html", context, status=status_of(form))


@require_POST
def topic_up(request, slug, code):
    """Move a topic one place up."""
    return move(request, fetch_topic(request, slug, code))


def move(request, row):
    """Move a chapter or a topic one place up, the one that stood there when the page was made."""
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", {"path": request.path}, status=400)
    try:
        if form.cleaned_data["seen"] not in {None, row.pk}:
            raise ChangedMeanwhile
        move_up(row=row, **who(request, form))
    except (ChangedMeanwhile, KeyReused):
        messages.warning(request, _("Somebody has changed the order meanwhile. Nothing was moved; look at it again."))
    return redirect("reports:report", row.report.survey.slug)
