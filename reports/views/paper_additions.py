"""What an editor adds to the paper by hand: a block behind a paragraph, kept whenever the paper is written anew."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports.actions.paper.additions import ChangedMeanwhile, add, change, remove
from reports.forms.paper import AdditionForm, RemoveForm
from reports.models import PaperAddition, PaperLanguage
from reports.permissions import may_edit_paper
from reports.views.editions import frame
from reports.views.paper import fetch_report
from surveys.actions.write_keys import KeyReused, once

TEMPLATE = "reports/paper_addition.html"


def fetch_addition(request, slug, pk):
    """The block, for a person who may edit papers."""
    report = fetch_report(request, slug, may_edit_paper)
    return report, get_object_or_404(PaperAddition, pk=pk, report=report)


def back(request, slug, language):
    """The paper from which somebody came: that of the day in the address, in the language of the block."""
    asked = {"language": language, **({"as_of": request.GET["as_of"]} if "as_of" in request.GET else {})}
    return f"{reverse('reports:paper', args=[slug])}?{urlencode(asked)}"


@require_http_methods(["GET", "HEAD", "POST"])
def addition_new(request, slug, language, after):
    """Add a block behind a paragraph."""
    report = fetch_report(request, slug, may_edit_paper)
    paragraph = get_object_or_404(report.paper_paragraphs, key=after)
    if language not in PaperLanguage.values:
        raise Http404
    form = AdditionForm(request.POST or None)
    context = frame(report.survey, form=form, language=language, back=back(request, slug, language))
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
    text, now = form.cleaned_data["text"], timezone.now()
    asked = {"addition": paragraph.key, "report": report.pk, "language": language, "text": text}

    def act():
        return add(report=report, language=language, after=paragraph.key, text=text, by=request.user).pk

    try:
        once(user=request.user, key=form.cleaned_data["key"], request=asked, at=now, act=act)
    except KeyReused:
        return render(request, TEMPLATE, context | {"form": form.with_new_key()}, status=409)
    messages.success(request, _("The addition stands in the paper."))
    return redirect(back(request, slug, language))


@require_http_methods(["GET", "HEAD", "POST"])
def addition_edit(request, slug, pk):
    """Change a block; what somebody else has written meanwhile is shown beside what was typed."""
    report, addition = fetch_addition(request, slug, pk)
    form = AdditionForm(request.POST or None, initial={"text": addition.text, "seen": addition.revision})
    way_back = back(request, slug, addition.language)
    remove_form = RemoveForm(initial={"seen": addition.revision}, auto_id="remove_%s")
    context = frame(
        report.survey,
        form=form,
        addition=addition,
        language=addition.language,
        back=way_back,
        remove_form=remove_form,
    )
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"] or 0
    try:
        change(addition=addition, text=text, seen=seen, by=request.user)
    except ChangedMeanwhile as conflict:
        return render(request, TEMPLATE, context | conflict_of(form, conflict.current), status=409)
    messages.success(request, _("The addition is changed."))
    return redirect(way_back)


def conflict_of(form, current):
    """The form with what was typed, to be saved over what is there now once that has been read."""
    again = AdditionForm({**form.data.dict(), "seen": current.revision if current else 0})
    return {"form": again, "current": current, "has_changed": True}


@require_POST
def addition_remove(request, slug, pk):
    """Take a block out of the paper."""
    report, addition = fetch_addition(request, slug, pk)
    form = RemoveForm(request.POST)
    way_back = back(request, slug, addition.language)
    try:
        remove(addition=addition, seen=form.cleaned_data["seen"] if form.is_valid() else 0)
    except ChangedMeanwhile as conflict:
        fresh = {"text": addition.text, "seen": addition.revision}
        context = frame(
            report.survey,
            form=AdditionForm(initial=fresh),
            addition=addition,
            language=addition.language,
            back=way_back,
            remove_form=RemoveForm(initial={"seen": addition.revision}, auto_id="remove_%s"),
            current=conflict.current,
            has_changed=True,
        )
        return render(request, TEMPLATE, context, status=409)
    messages.success(request, _("The addition is taken out."))
    return redirect(way_back)
