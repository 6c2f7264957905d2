"""The whole report of the current versions of its chapters: contents, numbered paragraphs, and footnotes that name
the editions from which figures come."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import count

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from reports.models import Chapter, ChapterDraft, Report, Summary
from reports.rendering.blocks import Block, Document, Facts, Heading, Paragraph, Prose, Span
from reports.rendering.chapters.content import DEEPEST_HEADING, Reader
from reports.rendering.chapters.package import read_word
from reports.rendering.pdf import print_pdf
from reports.rendering.whole_docx import print_whole
from reports.rendering.words import LANGUAGE_CODES

FORMATS = ("docx", "pdf")


@dataclass
class Compiler:
    """Puts the chapters one behind the other; paragraphs are numbered through the whole report."""

    language: str
    editions: dict[int, Summary]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def chapter(self, chapter: Chapter, draft: ChapterDraft | None) -> Iterator[Block]:
        """A chapter under its title; one without a version says so."""
        title = chapter.title(self.language)
        yield Heading(1, title, str(chapter.order))
        if draft is None:
            yield Paragraph(_("No version of this chapter has been stored yet."), "note")
            return
        reader, named = Reader(read_word(draft.path.read_bytes())), set[int]()
        found, level = reader.blocks(), 1
        for place, block in enumerate(found):
            if isinstance(block, Heading):
                if place == 0 and block.text.casefold() == title.casefold():
                    continue
                # Under the chapter's title, and no level left out on the way down.
                level = min(block.level + 1, level + 1, DEEPEST_HEADING)
                yield Heading(level, block.text)
            elif isinstance(block, Prose):
                yield self.prose(block, named)
            else:
                yield block
        if reader.left_out:
            yield Paragraph(self.left_out(reader.left_out), "note")

    def left_out(self, number: int) -> str:
        """What only the chapter's own file shows."""
        return ngettext(
            "%(number)s drawing or object of this chapter stands only in the chapter’s own file.",
            "%(number)s drawings or objects of this chapter stand only in the chapter’s own file.",
            number,
        ) % {"number": number}

    def prose(self, block: Prose, named: set[int]) -> Prose:
        """A paragraph with its number, and where an edition is met first in a chapter with a footnote naming it."""
        spans = []
        for span in block.spans:
            is_new = bool(span.edition) and span.edition not in named and span.edition in self.editions
            spans.append(replace(span, note=(Span(self.naming(span.edition)),)) if is_new else span)
            named |= {span.edition} if is_new else set()
        number = "" if block.is_item else f"{next(self.numbers)}."
        return replace(block, spans=tuple(spans), number=number)

    def naming(self, number: int) -> str:
        """The footnote that names an edition."""
        edition = self.editions[number]
        return _("Summary of replies, edition %(number)s, as of %(day)s (digest %(digest)s).") % {
            "number": number,
            "day": date_format(edition.as_of),
            "digest": edition.digest[:8],
        }


def whole_report(*, report: Report, language: str, format: str, day: date) -> bytes:
    """The report in a language, as docx or pdf, dated `day`. Raises KeyError for another format, Unreadable for a
    file that is damaged, typst.TypstError where the PDF would not be PDF/UA-1."""
    with override(LANGUAGE_CODES.get(language, language)):
        document = report_document(report, language.split("-")[0], day)
        return WRITERS[format](document)


def report_document(report: Report, language: str, day: date) -> Document:
    """The report as blocks, in the language that is active."""
    current = ChapterDraft.objects.current().filter(chapter__report=report).meta().select_related("author")
    drafts = {draft.chapter_id: draft for draft in current}
    editions = Summary.objects.meta().filter(survey=report.survey)
    compiler = Compiler(language, {edition.number: edition for edition in editions})
    chapters = list(report.chapters.all())
    blocks = tuple(block for one in chapters for block in compiler.chapter(one, drafts.get(one.pk)))
    return Document(
        language=language,
        title=report.title(language),
        kind=_("Draft report"),
        author=_("International Labour Office"),
        day=day.isoformat(),
        facts=Facts(tuple(facts_of(chapters, drafts, day, language))),
        notices=(_("Demonstration data: answers are invented"),) if report.survey.synthetic else (),
        foot=report.title(language),
        contents=_("Contents"),
        blocks=blocks,
    )


def facts_of(
    chapters: list[Chapter], drafts: dict[int, ChapterDraft], day: date, language: str
) -> Iterator[tuple[str, str]]:
    """Of which day it is, and which version of each chapter it has."""
    yield _("As it stands on"), date_format(day)
    for chapter in chapters:
        draft = drafts.get(chapter.pk)
        told = {"number": draft.number, "day": date_format(draft.at)} if draft else {}
        yield (
            _("Chapter %(number)s") % {"number": chapter.order},
            _("version %(number)s of %(day)s") % told if draft else _("no version"),
        )


def pdf_of(document: Document) -> bytes:
    """The document as tagged PDF."""
    target = BytesIO()
    print_pdf(document, target)
    return target.getvalue()


WRITERS = {"docx": print_whole, "pdf": pdf_of}
