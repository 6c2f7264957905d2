"""Check a document: which of its figures agree with the report's newest edition, which it moved, which say something
that nobody can trace."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.actions.drafts import figure_in, figures_of
from reports.actions.figures import bindings
from reports.actions.moved import has_moved
from reports.actions.parts import changed_states, counted_as, moved_by, taken_back_in
from reports.models import Chapter, ChapterDraft, DraftFigure, Figure, Summary
from reports.rendering.chapters.codes import find_codes
from reports.rendering.chapters.controls import Control, controls
from reports.rendering.chapters.differences import most_like
from reports.rendering.chapters.package import WordFile
from reports.rendering.chapters.paragraphs import Line, Place, lines
from reports.rendering.figure_texts import figure_text
from reports.summary.compare import Moved
from reports.summary.told import Told, told

AGREES, MOVED, GONE, UNTRACEABLE, REMOVED, CODE = "agrees", "moved", "gone", "untraceable", "removed", "code"


@dataclass(frozen=True)
class Why:
    """States whose replies moved a figure: they came in, left, replaced their reply or were treated."""

    kind: str
    states: list[str]


@dataclass(frozen=True)
class Checked:
    """A figure of a document. `state` is agrees, moved, gone (the newest edition has no such cell), untraceable,
    removed (with the passage it stood in) or code (typed, not yet a figure).

    `said` is what stands there, `old` what the figure's own edition says, `new` what the newest says; `reason` is
    hidden or gone, of an untraceable one: unknown, changed or unlinked.
    """

    state: str
    code: str
    place: Place
    said: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    figure: Figure | None = None
    why: list[Why] = field(default_factory=list)


@dataclass(frozen=True)
class Check:
    """What a check found, in the order of the document, and the edition it was held against."""

    edition: Summary | None
    base: ChapterDraft | None
    found: list[Checked]

    def count(self, state: str) -> int:
        """How many there are of a state."""
        return sum(1 for one in self.found if one.state == state)


def check(*, file: WordFile, chapter: Chapter, base: ChapterDraft | None) -> Check:
    """Every figure of a document of this chapter; `base` is the version it was made from, whose figures are missed
    where they are no longer there."""
    newest = Summary.objects.defer("content", "inputs").newest(chapter.report.survey)
    all_lines = lines(file)
    there = [control for control in controls(file, all_lines) if not control.was_deleted]
    figures = figures_of(chapter, there)
    of_controls = [(control, figure_in(control, figures)) for control in there]
    now = told(newest.content, {figure.cell.question for _, figure in of_controls if figure}) if newest else None
    reasons = reasons_of({figure for _, figure in of_controls if figure and now and has_moved(figure, now)}, newest)
    found = [checked(control, figure, now, reasons) for control, figure in of_controls]
    found += codes_in(file, chapter, base)
    found += missing(base, there, all_lines)
    return Check(newest, base, found)


def checked(control: Control, figure: Figure | None, now: Told | None, reasons: dict[str, list[Why]]) -> Checked:
    """What one control says, against its own edition and the newest."""
    if figure is None:
        return Checked(UNTRACEABLE, control.code, control.place, control.text, reason="unknown")
    old = figure_text(figure.cell, control.language)
    facts = {"said": control.text, "old": old, "figure": figure}
    if control.text != old:
        return Checked(UNTRACEABLE, figure.code, control.place, reason="changed", **facts)  # type: ignore[arg-type]
    if now is None or not has_moved(figure, now):
        return Checked(AGREES, figure.code, control.place, **facts)  # type: ignore[arg-type]
    cell = now.cells.get(figure.address)
    if cell is None:
        reason = "hidden" if now.is_hidden(figure.address) else "gone"
        return Checked(GONE, figure.code, control.place, reason=reason, **facts)  # type: ignore[arg-type]
    new, why = figure_text(cell, control.language), reasons[figure.code]
    return Checked(MOVED, figure.code, control.place, new=new, why=why, **facts)  # type: ignore[arg-type]


def reasons_of(figures: Iterable[Figure], newest: Summary | None) -> dict[str, list[Why]]:
    """Why each of these figures has moved: the States, by what their replies did between the two editions."""
    found: dict[str, list[Why]] = {}
    by_edition: dict[int, list[Figure]] = {}
    for figure in figures:
        by_edition.setdefault(figure.summary_id, []).append(figure)
    for key, of_edition in by_edition.items():
        old = Summary.objects.defer("content").get(pk=key)
        if newest is not None:
            did = what_states_did(old, newest)
            movers = moved_by(old, newest, [as_moved(figure) for figure in of_edition])
            found |= {figure.code: by_kind(movers[figure.address], did) for figure in of_edition}
    return found


def as_moved(figure: Figure) -> Moved:
    """A figure as reports.actions.parts asks about it."""
    cell = figure.cell
    return Moved(cell.address, "", cell.question, cell.measure, cell.choice, cell.group, cell.value, None)


def what_states_did(old: Summary, new: Summary) -> dict[str, str]:
    """How each State that is not counted alike differs: came, left, replaced, treated, region."""
    before, after = counted_as(old), counted_as(new)
    done = {}
    for state in changed_states(old, new) - taken_back_in(old) - taken_back_in(new):
        if state not in before or state not in after:
            done[state] = "came" if state in after else "left"
        else:
            done[state] = "replaced" if before[state][0] != after[state][0] else "treated"
    return done


def by_kind(states: Sequence[str], did: dict[str, str]) -> list[Why]:
    """The States by what they did."""
    found = [(kind, [state for state in states if did.get(state) == kind]) for kind in ("came", "replaced")]
    found += [(kind, [state for state in states if did.get(state) == kind]) for kind in ("treated", "left")]
    return [Why(kind, of_kind) for kind, of_kind in found if of_kind]


def codes_in(file: WordFile, chapter: Chapter, base: ChapterDraft | None) -> list[Checked]:
    """The codes that are still typed in a document: what they will become, or that they name nothing."""
    known = bindings(chapter.report, base.language if base else "en")
    return [
        Checked(CODE, one.code, one.place, f"[[{one.code}]]", new=known[one.code].text if one.code in known else "")
        for one in find_codes(file)
        if one.control is None
    ]


def missing(base: ChapterDraft | None, there: Sequence[Control], all_lines: Sequence[Line]) -> list[Checked]:
    """The figures of the version before that have no control any more: typed over where their paragraph still stands,
    else removed with it. Of a figure that stood there more than once, those are missed whose paragraph lacks it."""
    if base is None:
        return []
    left = Counter((control.code, control.place.part, control.place.number) for control in there)
    texts = {(found["part"], found["number"]): found["text"] for found in base.paragraphs}
    uses = DraftFigure.objects.filter(draft=base).select_related("figure__summary")
    lost: list[tuple[DraftFigure, Line | None]] = []
    for use in uses.defer("figure__summary__content", "figure__summary__inputs"):
        line = most_like(texts.get((use.part, use.paragraph), use.words), use.text, all_lines, use.paragraph)
        place = (use.figure.code, line.part, line.number) if line else None
        if place and left[place]:
            left[place] -= 1
        else:
            lost.append((use, line))
    # What stands in a paragraph of its own now was moved there.
    moved = Counter(code for code, _part, _number in left.elements())
    found = []
    for use, line in lost:
        if moved[use.figure.code]:
            moved[use.figure.code] -= 1
        else:
            found.append(lost_figure(use, line))
    return found


def lost_figure(use: DraftFigure, line: Line | None) -> Checked:
    """A figure without its control, in the paragraph where it stood, or gone with that."""
    if line is None:
        place = Place(use.part, use.paragraph, use.words)
        return Checked(REMOVED, use.figure.code, place, old=use.text, figure=use.figure)
    found = place_in(line, use.text)
    return Checked(UNTRACEABLE, use.figure.code, found, old=use.text, reason="unlinked", figure=use.figure)


def place_in(line: Line, text: str) -> Place:
    """Where a figure's words stand in a paragraph without their control, or the paragraph's beginning."""
    at = line.typed.find(text)
    return line.place(at, at + len(text)) if at >= 0 else line.place(0, min(len(line.text), 60))
