"""What differs between two submissions of one return, question by question.

Each is read as it was asked: with its own version of the questionnaire. Rows of repeats are the same row when they
have the same id, wherever they stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaire.answers import NOT_ASKED, is_answered, is_rows, parts_of, path_of, unfolded
from surveys.questionnaire.compare import compare
from surveys.questionnaire.definition import Definition, Question


@dataclass(frozen=True)
class Reply:
    """The answers of a submission, with remarks and permitted uses by path, and the questionnaire of that time."""

    definition: Definition
    document: Mapping[str, Any]
    remarks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    uses: Mapping[str, str] = field(default_factory=dict)

    def answered(self) -> dict[str, Any]:
        """What was given, by path."""
        return {path: value for path, value in unfolded(self.document).items() if is_answered(value)}

    def not_asked(self) -> set[str]:
        """The paths of what did not apply; of a question inside a repeat, in each row."""
        found = set(self.document.get(NOT_ASKED, ()))
        for name, rows in self.document.items():
            if is_rows(rows):
                found |= {f"{name}[{row['id']}]/{member}" for row in rows for member in row.get(NOT_ASKED, ())}
        return found

    def rows(self, repeat: str) -> list[str]:
        """The ids of a repeat's rows, in order."""
        rows = self.document.get(repeat, ())
        return [row["id"] for row in rows] if is_rows(rows) else []


@dataclass(frozen=True)
class Differing:
    """One answer that is not as it was.

    `kind`: added, removed, changed; beside (the answer is the same, but its remark or permitted use is not); same
    (only the question is not as it was); moved (of a repeat: rows stand in another order). `question` says how the
    question changed from the older version of the questionnaire to the newer: new, gone, changed, or nothing.
    `not_asked` tells that it did not apply: in the older submission, the newer, or neither (empty).
    """

    path: str
    kind: str
    old: Any = None
    new: Any = None
    question: str = ""
    not_asked: str = ""


def differing(old: Reply, new: Reply) -> list[Differing]:
    """Every answer that differs, in the newer questionnaire's order; what only the older one asked comes last."""
    before, after = old.answered(), new.answered()
    skipped_before, skipped_after = old.not_asked(), new.not_asked()
    changed = changed_questions(old.definition, new.definition)
    found = []
    for path in ordered_paths(old, new):
        if path in old.definition.repeats or path in new.definition.repeats:
            found += moved_rows(path, old, new)
            continue
        kind = kind_of(path, before, after, old, new)
        question = changed.get(parts_of(path)[1], "")
        if not kind and question and path in before:
            kind = "same"
        if kind:
            not_asked = "newer" if path in skipped_after else "older" if path in skipped_before else ""
            found.append(Differing(path, kind, before.get(path), after.get(path), question, not_asked))
    return found


def kind_of(path: str, before: Mapping[str, Any], after: Mapping[str, Any], old: Reply, new: Reply) -> str:
    """What happened to the answer at a path; empty for nothing."""
    if path not in before and path not in after:
        return ""
    if path not in before:
        return "added"
    if path not in after:
        return "removed"
    if before[path] != after[path]:
        return "changed"
    beside_old = (old.remarks.get(path, {}), old.uses.get(path, ""))
    return "beside" if beside_old != (new.remarks.get(path, {}), new.uses.get(path, "")) else ""


def moved_rows(repeat: str, old: Reply, new: Reply) -> list[Differing]:
    """One entry when the rows that both have stand in another order."""
    was, is_now = old.rows(repeat), new.rows(repeat)
    kept_before = [row for row in was if row in is_now]
    kept_now = [row for row in is_now if row in was]
    return [] if kept_before == kept_now else [Differing(repeat, "moved", was, is_now)]


def changed_questions(old: Definition, new: Definition) -> dict[str, str]:
    """How each question changed between the versions: new, gone or changed; a mere move is no change."""
    if old == new:
        return {}
    named = {"added": "new", "removed": "gone"}
    found = {}
    for row in compare(old, new):
        kinds = set(row.kinds) - {"moved"}
        if kinds:
            found[row.name] = next((named[kind] for kind in kinds if kind in named), "changed")
    return found


def ordered_paths(old: Reply, new: Reply) -> list[str]:
    """The paths of both in the newer questionnaire's order, each row as a whole; then what only the older has."""
    paths = [*paths_of(new.definition, new, old), *paths_of(old.definition, old, new)]
    return list(dict.fromkeys(paths))


def paths_of(definition: Definition, first: Reply, second: Reply) -> Iterator[str]:
    """The paths that a questionnaire can have with the rows of both replies, those of the first one before."""
    for node in definition.nodes():
        if node.name in definition.repeats:
            yield node.name
            inside = [q for q in definition.questions.values() if q.repeat == node.name]
            for row in dict.fromkeys([*first.rows(node.name), *second.rows(node.name)]):
                yield from (path_of(question, row) for question in inside if question.type != "calculate")
        elif isinstance(node, Question) and not node.repeat and node.type != "calculate":
            yield node.name
