"""A small editor for who wants to write a chapter in the browser: plain text in, a Word file out."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.actions.drafts import Made, NotBound, store_draft
from reports.forms.drafts import TextForm
from reports.models import ChapterDraft
from reports.rendering.chapters.package import read_word
from reports.rendering.typed_docx import typed_docx
from reports.views.draft_pages import fetch_chapter, page_of, require_writer
from reports.views.drafts import begun, stored
from surveys.actions.write_keys import KeyReused


@require_http_methods(["GET", "HEAD", "POST"])
def draft_write(request, slug, order):
    """The text of the newest version typed here, to be written on; what is sent becomes the next version."""
    require_writer(request)
    chapter = fetch_chapter(request, slug, order)
    current = chapter.drafts.current().first()
    typed_before = current.source if current else ""
    initial = begun(chapter) | {"text": typed_before}
    form = TextForm(request.POST) if request.method == "POST" else TextForm(initial=initial)
    status, faults = (422 if form.is_bound else 200), []
    if form.is_valid():
        try:
            return stored(request, typed(request, chapter, form))
        except NotBound as not_bound:
            form.add_error("text", _("The text names figures that there are not. Nothing of it was stored."))
            faults = not_bound.faults
        except KeyReused:
            form.with_new_key().add_error(None, _("This page was sent before with something else in it."))
            status = 409
    is_from_word = current is not None and not typed_before
    context = page_of(request, chapter, form=form, faults=faults, current=current, is_from_word=is_from_word)
    return render(request, "reports/drafts/write.html", context, status=status)


def typed(request, chapter, form):
    """The version that comes of a text. Raises NotBound, KeyReused."""
    wanted = form.cleaned_data
    facts = {name: wanted[name] for name in ("language", "note")}
    content = typed_docx(
        wanted["text"],
        language=wanted["language"],
        title=chapter.title(wanted["language"]),
        author=str(request.user),
    )
    name = f"chapter-{chapter.order}.docx"
    return store_draft(
        chapter=chapter,
        file=read_word(content),
        made=Made(ChapterDraft.Origin.EDITOR, name=name, source=wanted["text"], **facts),
        based_on=wanted["based_on"],
        by=request.user,
        at=timezone.now(),
        key=wanted["key"],
        request={"text": chapter.pk, "typed": wanted["text"], "based_on": wanted["based_on"], **facts},
    )
