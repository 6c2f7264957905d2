"""Versions of a chapter: taken in from Word, made of a typed text, chosen between. None is ever lost."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from reports.actions.exports import ORPHANED_AFTER
from reports.actions.figures import bindings
from reports.actions.whole_files import Written, written
from reports.models import AsideDecision, Chapter, ChapterDraft, DraftFigure, Figure
from reports.models.drafts import folder
from reports.rendering.chapters.codes import bind
from reports.rendering.chapters.controls import SHORT_DIGEST, Control, controls
from reports.rendering.chapters.package import WordFile
from reports.rendering.chapters.paragraphs import Place, extracted
from surveys.actions.attachments import files_below, is_older
from surveys.actions.write_keys import once
from surveys.models import User


@dataclass(frozen=True)
class Fault:
    """What keeps a file from being taken: `kind` is code (it names no figure) or control (it holds none that the
    report has); `said` is what stands there."""

    kind: str
    said: str
    place: Place


class NotBound(Exception):
    """A file with codes or controls that name no figure."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


@dataclass(frozen=True)
class Made:
    """How a version came about: from Word, the editor, or new numbers; `source` is what was typed."""

    origin: str
    language: str
    name: str
    note: str = ""
    source: str = ""


class ChosenAlready(Exception):
    """Somebody has chosen meanwhile, or another version has become the current one."""


def bound(file: WordFile, *, chapter: Chapter, language: str) -> list[Control]:
    """Put the figures in the place of their codes; the controls of all figures. Raises NotBound."""
    known = bindings(chapter.report, language)
    unknown = bind(file, known.get)
    faults = [Fault("code", f"[[{one.code}]]", one.place) for one in unknown]
    found = [control for control in controls(file) if not control.was_deleted]
    figures = figures_of(chapter, found)
    faults += [
        Fault("control", control.text or control.tag, control.place)
        for control in found
        if figure_in(control, figures) is None and not is_code_in(control, unknown)
    ]
    if faults:
        raise NotBound(faults)
    return found


def is_code_in(control: Control, unknown: Iterable[Any]) -> bool:
    """Whether the control is among what was found already: a code typed into it."""
    return any(one.control is not None and one.control.element is control.element for one in unknown)


def figures_of(chapter: Chapter, found: Iterable[Control]) -> dict[str, Figure]:
    """The figures of the report that controls name, by their codes."""
    numbers = {int(control.code[1:]) for control in found if 0 < len(control.code) < 11}
    return {figure.code: figure for figure in chapter.report.figures.meta().filter(number__in=numbers)}


def figure_in(control: Control, figures: dict[str, Figure]) -> Figure | None:
    """The figure that a control holds; None where its tag names none, or another edition than the figure's."""
    figure = figures.get(control.code)
    if figure is None:
        return None
    edition = (figure.summary.number, figure.summary.digest[:SHORT_DIGEST])
    return figure if (control.edition, control.digest) == edition else None


def store_draft(
    *, chapter: Chapter, file: WordFile, made: Made, based_on: int, by: User, at: datetime, key: str, request: Any
) -> ChapterDraft:
    """The file, already `bound`, as the chapter's next version, or as one that stands aside where its author had
    another than the current one before them (`based_on` is its number, 0 for none).

    Raises write_keys.KeyReused, NotBound.
    """
    found = bound(file, chapter=chapter, language=made.language)
    content = file.to_bytes()
    figures = figures_of(chapter, found)

    with written(folder(), lambda draft: _put(draft, content)) as on_disk:

        def act() -> int:
            draft = enter(chapter, made, on_disk, based_on, by=by, at=at, paragraphs=extracted(file))
            add_figures(draft, [(figures[control.code], control) for control in found])
            return draft.number

        number = once(user=by, key=key, request=request, at=at, act=act)
    stored: ChapterDraft = chapter.drafts.get(number=number)
    return stored


def _put(path: Any, content: bytes) -> None:
    """Write bytes to a path; how many is nobody's business."""
    path.write_bytes(content)


def enter(
    chapter: Chapter,
    made: Made,
    on_disk: Written,
    based_on: int,
    *,
    by: User,
    at: datetime,
    paragraphs: list[dict[str, object]],
) -> ChapterDraft:
    """The row of a version whose file is on disk, under the lock of its chapter."""
    current = locked_current(chapter)
    base = chapter.drafts.filter(number=based_on).first()
    return ChapterDraft.objects.create(
        chapter=chapter,
        number=next_number(chapter),
        based_on=base,
        is_aside=base != current,
        origin=made.origin,
        language=made.language,
        name=made.name,
        file=on_disk.path.relative_to(settings.MEDIA_ROOT).as_posix(),
        sha256=on_disk.digest,
        size=on_disk.size,
        author=by,
        at=at,
        note=made.note,
        source=made.source,
        paragraphs=paragraphs,
    )


def locked_current(chapter: Chapter) -> ChapterDraft | None:
    """The current version, nobody adding another before this transaction ends."""
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    current: ChapterDraft | None = chapter.drafts.current().first()
    return current


def next_number(chapter: Chapter) -> int:
    """The number of the next version."""
    return (chapter.drafts.aggregate(last=Max("number"))["last"] or 0) + 1


def add_figures(draft: ChapterDraft, found: Iterable[tuple[Figure, Control]]) -> None:
    """Enter which figures stand in a version, and where."""
    DraftFigure.objects.bulk_create(
        DraftFigure(
            draft=draft,
            figure=figure,
            order=order,
            text=control.text[:400],
            part=control.place.part,
            paragraph=control.place.number,
            words=control.place.words[:600],
        )
        for order, (figure, control) in enumerate(found, 1)
    )


def choose(*, draft: ChapterDraft, kind: str, seen: int, by: User, at: datetime) -> ChapterDraft | None:
    """Decide on a version that stands aside: `kept` leaves it there, `taken` makes it the next version.

    `seen` is the current version that the person had before them. Raises ChosenAlready. Returns the new version.
    """
    with transaction.atomic():
        current = locked_current(draft.chapter)
        is_open = draft.is_aside and not AsideDecision.objects.filter(draft=draft).exists()
        if not is_open or current is None or current.number != seen:
            raise ChosenAlready(draft.pk)
        taken = again(draft, after=current, by=by, at=at) if kind == AsideDecision.Kind.TAKEN else None
        AsideDecision.objects.create(draft=draft, kind=kind, taken_as=taken, by=by, at=at)
    return taken


def again(draft: ChapterDraft, *, after: ChapterDraft, by: User, at: datetime) -> ChapterDraft:
    """The same file once more as the version that follows another."""
    same = ("chapter", "language", "name", "file", "sha256", "size", "source", "paragraphs", "note")
    copy = ChapterDraft.objects.create(
        number=next_number(draft.chapter),
        based_on=after,
        origin=ChapterDraft.Origin.CHOSEN,
        author=by,
        at=at,
        **{name: getattr(draft, name) for name in same},
    )
    uses = DraftFigure.objects.filter(draft=draft)
    names = ("figure", "order", "text", "part", "paragraph", "words")
    DraftFigure.objects.bulk_create(
        DraftFigure(draft=copy, **{name: getattr(use, name) for name in names})
        for use in uses.select_related("figure")
    )
    return copy


def digest_of(content: bytes) -> str:
    """SHA-256 of what was sent: what a key of a write stands for."""
    return hashlib.sha256(content).hexdigest()


def remove_files_without_version(*, at: datetime) -> int:
    """Remove files that no version names and that are older than a day, as a crash leaves them; returns how many."""
    named = set(ChapterDraft.objects.values_list("file", flat=True))
    found = 0
    for path in list(files_below(folder())):
        is_orphan = path.relative_to(settings.MEDIA_ROOT).as_posix() not in named
        if is_orphan and is_older(path, at - ORPHANED_AFTER):
            path.unlink(missing_ok=True)
            found += 1
    return found
