"""A questionnaire as the engine knows it: everything that the XLSForm says, in plain frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

Texts = Mapping[str, str]
RENDERED = frozenset(
    {
        "text",
        "integer",
        "decimal",
        "date",
        "select_one",
        "select_multiple",
        "select_one_from_file",
        "select_multiple_from_file",
        "file",
        "calculate",
    }
)


@dataclass(frozen=True)
class Choice:
    """One of the listed answers: its code, its label by language, what other columns say of it."""

    name: str
    labels: Texts
    columns: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Node:
    """What every row of the survey sheet has: a name, its row, labels, when it is relevant."""

    name: str
    row: int
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""


@dataclass(frozen=True)
class Note(Node):
    """A text to read; `${x}` in its label stands for a value."""


@dataclass(frozen=True)
class Question(Node):
    """A question, or a calculation (type `calculate`), which has an answer but is not asked."""

    type: str = "text"
    list_name: str = ""
    file_name: str = ""
    repeat: str = ""
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    calculation: str = ""
    choice_filter: str = ""
    default: str = ""
    read_only: str = ""
    parameters: str = ""


@dataclass(frozen=True)
class Group(Node):
    """A group of rows; a group at the top is a section."""

    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Repeat(Group):
    """A group that is answered any number of times."""


KINDS: dict[str, type[Node]] = {"note": Note, "question": Question, "group": Group, "repeat": Repeat}
NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True)
class Definition:
    """The whole questionnaire; `languages` are codes in the order of the columns."""

    title: str
    form_id: str
    version: str
    default_language: str
    languages: tuple[str, ...]
    children: tuple[Node, ...]
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The definition as JSON values; `from_json` gives an equal one back."""
        return {
            "title": self.title,
            "form_id": self.form_id,
            "version": self.version,
            "default_language": self.default_language,
            "languages": list(self.languages),
            "children": [node_to_json(child) for child in self.children],
            "lists": {name: choices_to_json(choices) for name, choices in self.lists.items()},
            "files": {name: choices_to_json(choices) for name, choices in self.files.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Definition":
        """The definition that `to_json` wrote."""
        return cls(
            title=value["title"],
            form_id=value["form_id"],
            version=value["version"],
            default_language=value["default_language"],
            languages=tuple(value["languages"]),
            children=tuple(node_from_json(child) for child in value["children"]),
            lists={name: choices_from_json(choices) for name, choices in value["lists"].items()},
            files={name: choices_from_json(choices) for name, choices in value["files"].items()},
        )

    @cached_property
    def sections(self) -> tuple[Group, ...]:
        """The groups at the top, in their order."""
        return tuple(child for child in self.children if isinstance(child, Group))

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by name in the questionnaire's order, those of repeats and calculations included."""
        return {node.name: node for node in self.nodes() if isinstance(node, Question)}

    @cached_property
    def repeats(self) -> dict[str, Repeat]:
        """The repeats by name."""
        return {node.name: node for node in self.nodes() if isinstance(node, Repeat)}

    @cached_property
    def not_rendered(self) -> dict[str, str]:
        """Name and type of what the pages cannot show yet: files."""
        return {name: question.type for name, question in self.questions.items() if question.type not in RENDERED}

    def nodes(self) -> Iterator[Node]:
        """All rows, a group before what it holds."""
        return walk(self.children)

    def section_of(self, name: str) -> Group | None:
        """The section in which a row stands; None for a row outside of all sections, or of no such name."""
        return next((section for section in self.sections if name in names_below(section)), None)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """The choices of a question from its list or file; none for other types."""
        return self.files.get(question.file_name) or self.lists.get(question.list_name, ())

    def label(self, texts: Texts, language: str) -> str:
        """The text in `language` (a code such as `fr` or `zh-hans`), else in the default language, else any."""
        own = texts.get(language) or texts.get(language.split("-")[0])
        return own or texts.get(self.default_language) or next(iter(texts.values()), "")


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """The nodes and all below them, in order."""
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


def names_below(group: Group) -> set[str]:
    """The names of a group and of everything in it."""
    return {group.name, *(node.name for node in walk(group.children))}


def node_to_json(node: Node) -> dict[str, Any]:
    """A node as JSON values; what is empty is left out."""
    value: dict[str, Any] = {"kind": NAMES[type(node)]}
    for column in fields(node):
        content = getattr(node, column.name)
        if column.name == "children":
            value["children"] = [node_to_json(child) for child in content]
        elif content or column.name in {"name", "type"}:
            value[column.name] = dict(content) if isinstance(content, Mapping) else content
    return value


def node_from_json(value: Mapping[str, Any]) -> Node:
    """The node that `node_to_json` wrote."""
    content = {name: member for name, member in value.items() if name not in {"kind", "children"}}
    if "children" in value:
        content["children"] = tuple(node_from_json(child) for child in value["children"])
    return KINDS[value["kind"]](**content)


def choices_to_json(choices: tuple[Choice, ...]) -> list[dict[str, Any]]:
    """Choices as JSON values; what is empty is left out."""
    return [
        {"name": choice.name, "labels": dict(choice.labels)}
        | ({"columns": dict(choice.columns)} if choice.columns else {})
        for choice in choices
    ]


def choices_from_json(value: list[dict[str, Any]]) -> tuple[Choice, ...]:
    """The choices that `choices_to_json` wrote."""
    return tuple(Choice(**choice) for choice in value)
