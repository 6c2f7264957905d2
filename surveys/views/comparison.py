"""What differs between two submissions, as a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.differences import Run, differences
from surveys.models import Attachment, Submission
from surveys.models.returns import Attribution
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.answers import parts_of
from surveys.questionnaire.definition import Definition
from surveys.questionnaire.difference import Differing, Reply, differing
from surveys.rendering import direction, shown
from surveys.views.fetching import around
from surveys.views.receipts import fetch_submission, reading_language
from surveys.views.sheets import named

TEXTS = frozenset({"text", "select_multiple"})


@dataclass(frozen=True)
class Side:
    """An answer in one of the submissions, with what stands beside it; `runs` marks what only it has."""

    value: str
    language: str
    runs: tuple[Run, ...] = ()
    remark: dict[str, object] = field(default_factory=dict)
    use: str = ""
    file: Attachment | None = None

    @property
    def direction(self) -> str:
        """The direction of the text of the answer."""
        return direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class Change:
    """A differing answer in words; `row` names the row of a repeat, `note` what is to be known of the question."""

    label: str
    row: str
    kind: str
    notes: list[str]
    older: Side
    newer: Side


@dataclass(frozen=True)
class Section:
    """A section with what differs in it."""

    title: str
    changes: list[Change]


@require_safe
def submissions_compare(request, slug, iso3, older, newer):
    """Question by question what was added, removed and changed."""
    survey_return, first = fetch_submission(request, slug, iso3, older)
    _same, second = fetch_submission(request, slug, iso3, newer)
    if Submission.Kind.WITHDRAWAL in {first.kind, second.kind}:
        raise Http404
    definition = evaluator_for(second.questionnaire_id).definition
    language = reading_language(request, definition)
    page = Page(first, second, survey_return.attachments.answers().by_digest(), language)
    context = around(survey_return) | {
        "older": first,
        "newer": second,
        "sections": page.sections(),
        "moved": page.moved(),
        "same_version": first.questionnaire_id == second.questionnaire_id,
        "language": language,
        "direction": direction(language),
        "languages": named(definition.languages),
    }
    return render(request, "surveys/returns/compare.html", context)


def reply_of(submission: Submission) -> Reply:
    """The submission as it is compared."""
    definition = evaluator_for(submission.questionnaire_id).definition
    return Reply(definition, submission.answers, submission.remarks, submission.attributions)


class Page:
    """Two submissions in the words of a language; `files` are those of the return by their digest."""

    def __init__(self, older: Submission, newer: Submission, files: Mapping[str, Attachment], language: str) -> None:
        self.submissions = older, newer
        self.files = files
        self.replies = reply_of(older), reply_of(newer)
        self.language = language
        self.found = differing(*self.replies)

    def sections(self) -> list[Section]:
        """The sections in which something differs, those of the newer version first."""
        grouped: dict[str, list[Change]] = {}
        for found in self.found:
            if found.kind != "moved":
                grouped.setdefault(self.section_title(found), []).append(self.change(found))
        return [Section(title, changes) for title, changes in grouped.items()]

    def moved(self) -> list[str]:
        """The repeats whose rows stand in another order."""
        newer = self.replies[1].definition
        names = [found.path for found in self.found if found.kind == "moved"]
        return [newer.label(newer.repeats[name].labels, self.language) for name in names if name in newer.repeats]

    def definition_for(self, found: Differing) -> Definition:
        """The newer version, or the older where only that has the question."""
        return self.replies[0 if found.question == "gone" else 1].definition

    def section_title(self, found: Differing) -> str:
        """In which section the question stands; empty outside of all."""
        definition = self.definition_for(found)
        section = definition.section_of(parts_of(found.path)[1])
        return definition.label(section.labels, self.language) if section else ""

    def change(self, found: Differing) -> Change:
        """A differing answer in words."""
        definition = self.definition_for(found)
        question = definition.questions[parts_of(found.path)[1]]
        older, newer = self.side(0, found), self.side(1, found)
        if found.kind == "changed" and question.type != "file":
            runs = passages(older.value, newer.value, by_word=question.type in TEXTS)
            older = with_runs(older, runs, "added")
            newer = with_runs(newer, runs, "removed")
        return Change(
            label=definition.label(question.labels, self.language),
            row=self.row_of(found),
            kind=found.kind,
            notes=list(notes_on(found)),
            older=older,
            newer=newer,
        )

    def side(self, index: int, found: Differing) -> Side:
        """What one of the submissions says at the path, in the words of its own version."""
        reply, submission = self.replies[index], self.submissions[index]
        question = reply.definition.questions.get(parts_of(found.path)[1])
        value = found.new if index else found.old
        use = reply.uses.get(found.path)
        return Side(
            value=shown(reply.definition, question, value, self.language) if question else "",
            language=submission.languages.get(found.path, ""),
            remark=dict(reply.remarks.get(found.path, {})),
            use=str(Attribution(use).label) if use and value is not None else "",
            file=self.files.get(value) if question and question.type == "file" and isinstance(value, str) else None,
        )

    def row_of(self, found: Differing) -> str:
        """Which row of a repeat: its place in the newer submission, or in the older where only that has it."""
        row, name = parts_of(found.path)
        if not row:
            return ""
        definition = self.definition_for(found)
        repeat = definition.questions[name].repeat
        label = definition.label(definition.repeats[repeat].labels, self.language)
        older, newer = (reply.rows(repeat) for reply in self.replies)
        if row in newer:
            return _("%(repeat)s, row %(number)d") % {"repeat": label, "number": newer.index(row) + 1}
        return _("%(repeat)s, former row %(number)d") % {"repeat": label, "number": older.index(row) + 1}


def passages(older: str, newer: str, *, by_word: bool) -> tuple[Run, ...]:
    """Both values in passages: texts word by word, anything else as a whole."""
    return differences(older, newer) if by_word else (Run("removed", older), Run("added", newer))


def with_runs(side: Side, runs: tuple[Run, ...], left_out: str) -> Side:
    """The side with its own words in passages."""
    own = tuple(run for run in runs if run.kind != left_out)
    return replace(side, runs=own)


def notes_on(found: Differing) -> Iterator[str]:
    """What is to be known of the question before the answers are compared."""
    words = {
        "new": _("The older version of the questionnaire did not have this question."),
        "gone": _("The newer version of the questionnaire does not have this question any more."),
        "changed": _("The question itself was changed between the two versions of the questionnaire."),
    }
    if found.question:
        yield words[found.question]
    if found.not_asked:
        older, newer = _("Did not apply in the older submission."), _("Does not apply in the newer submission.")
        yield older if found.not_asked == "older" else newer
