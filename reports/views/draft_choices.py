"""Two versions of a chapter: their difference, and the choice between them."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.actions.drafts import ChosenAlready, choose
from reports.forms.drafts import ChooseForm
from reports.models import AsideDecision
from reports.rendering.chapters.differences import Change, between
from reports.views.draft_pages import fetch_chapter, fetch_draft, page_of, require_writer
from surveys.actions.write_keys import KeyReused, once

# Of paragraphs that are the same so many are shown beside a change.
SHOWN_BESIDE = 1


@dataclass(frozen=True)
class Passage:
    """Paragraphs one behind the other: changed ones, or unchanged ones of which `left_out` are not shown."""

    changes: list[Change]
    left_out: int = 0


def choice_form(current):
    """The form that decides on a version that stands aside."""
    return ChooseForm(initial={"seen": current.number if current else 0})


@require_safe
def draft_compare(request, slug, order):
    """What a version changes against another; `from` and `to` are their numbers."""
    chapter = fetch_chapter(request, slug, order)
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 10 for number in numbers):
        return redirect("reports:drafts", slug, order)
    old, new = (fetch_draft(request, slug, order, int(number)) for number in numbers)
    changes = between(old.paragraphs, new.paragraphs)
    context = page_of(request, chapter, old=old, new=new, passages=passages_of(changes), **counts_of(changes))
    return render(request, "reports/drafts/compare.html", context | offered(chapter, new))


def offered(chapter, draft):
    """The choice, where a version stands aside that nobody has decided on."""
    is_open = draft.is_aside and not AsideDecision.objects.filter(draft=draft).exists()
    current = chapter.drafts.meta().current().first()
    return {"form": choice_form(current) if is_open else None, "draft": draft, "current": current}


def counts_of(changes):
    """How many paragraphs are changed, added, removed."""
    return {kind: sum(1 for change in changes if change.kind == kind) for kind in ("changed", "added", "removed")}


def passages_of(changes):
    """The changes with the paragraphs beside them, long unchanged passages cut out."""
    found = []
    for is_same, group in groupby(changes, key=lambda change: change.kind == "same"):
        run = list(group)
        if is_same and len(run) > 2 * SHOWN_BESIDE + 1:
            found.append(Passage(run[:SHOWN_BESIDE]))
            found.append(Passage([], len(run) - 2 * SHOWN_BESIDE))
            found.append(Passage(run[-SHOWN_BESIDE:]))
        else:
            found.append(Passage(run))
    return found


@require_POST
def draft_choose(request, slug, order, number):
    """Decide on a version that stands aside; 409 where somebody has decided meanwhile."""
    require_writer(request)
    draft = fetch_draft(request, slug, order, number)
    if not draft.is_aside:
        raise Http404
    form = ChooseForm(request.POST)
    if form.is_valid() and (taken := decided(request, draft, form)) is not None:
        messages.success(request, _("The choice is recorded. Both versions stay in the list."))
        return redirect("reports:draft", slug, order, taken)
    current = draft.chapter.drafts.meta().current().select_related("author").first()
    status = 409 if form.is_bound and form.non_field_errors() else 422
    context = page_of(request, draft.chapter, draft=draft, current=current, form=form)
    return render(request, "reports/drafts/conflict.html", context, status=status)


def decided(request, draft, form):
    """The number of the version that is the current one now; None when the form says why not."""
    wanted, now = form.cleaned_data, timezone.now()
    asked = {"choose": draft.pk, "kind": wanted["kind"], "seen": wanted["seen"]}

    def act():
        taken = choose(draft=draft, kind=wanted["kind"], seen=wanted["seen"], by=request.user, at=now)
        return taken.number if taken else wanted["seen"]

    try:
        return once(user=request.user, key=wanted["key"], request=asked, at=now, act=act)
    except ChosenAlready:
        form.with_new_key().add_error(None, _("Somebody has decided or stored another version meanwhile."))
    except KeyReused:
        form.with_new_key().add_error(None, _("This page was sent before with something else in it."))
    current = draft.chapter.drafts.meta().current().first()
    form.data["seen"] = current.number if current else 0
    return None
