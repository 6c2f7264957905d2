"""Check a document against the newest edition, and take new numbers from it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.actions.checking import Check, Checked, Why, check
from reports.actions.drafts import Made, NotBound, store_draft
from reports.actions.renewal import Renewed, can_be_renewed, is_incomplete, renew, source_with, what_renewal_does
from reports.actions.word_files import name_of, read_upload
from reports.forms.drafts import CheckForm, RenewForm, words_of_file_refusal
from reports.models import ChapterDraft, Summary
from reports.models.drafts import WORD
from reports.rendering.chapters.package import Unreadable
from reports.views.draft_pages import fetch_chapter, page_of, require_writer
from reports.views.drafts import stored
from reports.views.exports import HEADERS
from surveys.actions.write_keys import KeyReused
from surveys.file_types.refused import Refused
from surveys.forms.uploads import status_of
from surveys.models import MemberState
from surveys.models.member_states import alphabetical


@dataclass(frozen=True)
class Line:
    """A figure of a document, with the States that moved it by name."""

    checked: Checked
    why: list[tuple[str, list[str]]]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_check(request, slug, order):
    """Read any file back and say of each figure whether it agrees; nothing of the file is kept."""
    chapter = fetch_chapter(request, slug, order)
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    context = {"form": form}
    if form.is_valid():
        base = chapter.drafts.current().first()
        try:
            _content, file = read_upload(form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", words_of_file_refusal(refused))
            return render(
                request, "reports/drafts/check.html", page_of(request, chapter, **context), status=status_of(refused)
            )
        found = check(file=file, chapter=chapter, base=base)
        context |= result_of(found) | {"name": name_of(form.cleaned_data["file"])}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "reports/drafts/check.html", page_of(request, chapter, **context), status=status)


def result_of(found: Check):
    """What a check found, in words: figures first that somebody has to look at."""
    names = names_of(why for one in found.found for why in one.why)
    lines = [Line(one, [(why.kind, named(why, names)) for why in one.why]) for one in found.found]
    states = ("gone", "untraceable", "moved", "code", "removed", "agrees")
    return {
        "check": found,
        "counts": {state: found.count(state) for state in states},
        "lines": sorted(lines, key=lambda line: states.index(line.checked.state)),
    }


def names_of(whys):
    """The names of the States in these reasons."""
    codes = {iso3 for why in whys for iso3 in why.states}
    return {state.iso3: state.name(get_language()) for state in MemberState.objects.filter(iso3__in=codes)}


def named(why: Why, names) -> list[str]:
    """The States of a reason in the order of the reader's language."""
    return alphabetical([names.get(iso3, iso3) for iso3 in why.states], key=lambda name: name)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_renew(request, slug, order):
    """The current version against the newest edition; one press gives its file with the new numbers, another stores
    that file as the next version."""
    chapter = fetch_chapter(request, slug, order)
    current = chapter.drafts.current().select_related("chapter__report__survey").first()
    if current is None:
        return redirect("reports:drafts", slug, order)
    if request.method != "POST":
        return shown(request, current)
    require_writer(request)
    form = RenewForm(request.POST)
    newest = Summary.objects.newest(chapter.report.survey)
    is_seen = form.is_valid() and newest and form.cleaned_data["edition"] == newest.number
    if not is_seen or form.cleaned_data["based_on"] != current.number:
        messages.warning(request, _("Another version or edition has come meanwhile: this is how it stands now."))
        return shown(request, current, status=409)
    try:
        renewed = renew(draft=current, edition=newest, by=request.user, at=timezone.now())
        if form.cleaned_data["into"] == "file":
            return file_of(current, renewed, newest)
        return stored(request, renewed_draft(request, current, renewed, newest, form))
    except (Unreadable, OSError, NotBound):
        messages.error(
            request, _("The version’s file is damaged, or holds something that is no figure of this report.")
        )
    except KeyReused:
        messages.warning(request, _("This page was sent before with something else in it."))
    return shown(request, current, status=409)


def shown(request, current, status=200):
    """The page that says what would change."""
    try:
        found = what_renewal_does(draft=current)
    except (Unreadable, OSError):
        messages.error(request, _("The version’s file is damaged or not there."))
        return redirect(current)
    edition = found.edition
    initial = {"edition": edition.number, "based_on": current.number} if edition else {}
    context = page_of(
        request,
        current.chapter,
        draft=current,
        form=RenewForm(initial=initial),
        can_be_renewed=can_be_renewed(found),
        is_incomplete=is_incomplete(found),
        **result_of(found),
    )
    return render(request, "reports/drafts/renew.html", context, status=status)


def file_of(draft, renewed: Renewed, edition):
    """The file with the new numbers, to be saved; it is no version yet."""
    survey = draft.chapter.report.survey
    name = f"{survey.slug}-chapter-{draft.chapter.order}-version-{draft.number}-edition-{edition.number}.docx"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(renewed.file.to_bytes(), content_type=WORD, headers=headers)


def renewed_draft(request, current, renewed: Renewed, edition, form):
    """The next version, with the new numbers."""
    note = _("Numbers of edition %(number)s.") % {"number": edition.number}
    return store_draft(
        chapter=current.chapter,
        file=renewed.file,
        made=Made(
            ChapterDraft.Origin.RENEWED, current.language, current.name, note, source_with(current.source, renewed)
        ),
        based_on=current.number,
        by=request.user,
        at=timezone.now(),
        key=form.cleaned_data["key"],
        request={"renew": current.pk, "edition": edition.pk},
    )
