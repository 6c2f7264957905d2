"""XLSForm expressions, compiled once into closures: the subset of XPath that forms use.

Values are text, Decimal, date, bool, or a list of these (a question of a repeat, seen from outside). Unanswered is
the empty text; what is not a number is None and compares false, as in ODK.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from surveys.questionnaire.functions import FUNCTIONS, pattern_of
from surveys.questionnaire.values import Value, equal, number, truth


class Scope(Protocol):
    """What an expression reads: answers by name, the answer itself, and the day."""

    @property
    def current(self) -> Value:
        """The answer that a constraint is about."""

    @property
    def today(self) -> date | None:
        """The day of the evaluation; None where the caller gives none."""

    def value(self, name: str) -> Value:
        """The answer to a question, empty text when there is none."""

    def column(self, name: str) -> Value:
        """What a column says of the choice at hand, in a choice_filter."""


Closure = Callable[[Scope], Value]


class BadExpression(ValueError):
    """The expression cannot be used; the message says what and where."""


@dataclass(frozen=True)
class Compiled:
    """A compiled expression: call it with a scope; `names` are the questions it reads, `columns` those of choices."""

    text: str
    names: frozenset[str]
    run: Closure
    columns: frozenset[str] = frozenset()

    def __call__(self, scope: Scope) -> Value:
        return self.run(scope)

    def is_true(self, scope: Scope) -> bool:
        """Whether it holds."""
        return truth(self.run(scope))


TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<text>'[^']*'|\"[^\"]*\")|\$\{\s*(?P<name>[\w.-]+)\s*\}"
    r"|(?P<word>[A-Za-z_][\w-]*(?::[\w-]+)?)|(?P<sign><=|>=|!=|[=<>+\-*(),]|\.\.?|/))"
)
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
# Far more than forms need, and far less than Python's stack holds.
DEEPEST, LONGEST = 30, 20_000
Token = tuple[str, str, int]


def tokens_of(text: str) -> list[Token]:
    """The tokens as (kind, text, position). Raises BadExpression at what is none."""
    if len(text) > LONGEST:
        raise BadExpression(f"longer than {LONGEST} characters")
    found, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if not match or match.lastgroup is None:
            raise BadExpression(f"cannot read “{text[position : position + 10]}” at character {position + 1}")
        found.append((match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup) + 1))
        position = match.end()
    return found


def compile_expression(text: str, *, in_filter: bool = False) -> Compiled:
    """Compile one expression; `in_filter` also reads bare words as columns of the choices, as choice_filter does.

    Raises BadExpression, naming what cannot be understood and where.
    """
    parser = Parser(tokens_of(text), in_filter)
    run = parser.expression()
    if parser.kind:
        raise BadExpression(f"“{parser.text}” at character {parser.position} does not belong there")
    return Compiled(text, frozenset(parser.names), run, frozenset(parser.columns))


class Parser:
    """Recursive descent, one method for each level of binding."""

    def __init__(self, tokens: list[Token], in_filter: bool) -> None:
        self.tokens = tokens
        self.in_filter = in_filter
        self.index = 0
        self.depth = 0
        self.names: set[str] = set()
        self.columns: set[str] = set()

    @property
    def kind(self) -> str:
        return self.tokens[self.index][0] if self.index < len(self.tokens) else ""

    @property
    def text(self) -> str:
        return self.tokens[self.index][1] if self.index < len(self.tokens) else "the end"

    @property
    def position(self) -> int:
        return self.tokens[self.index][2] if self.index < len(self.tokens) else 0

    def take(self, *texts: str) -> str:
        """Step over the token when it is one of these signs or words; gives it, else nothing."""
        if self.kind in {"sign", "word"} and self.text in texts:
            self.index += 1
            return self.tokens[self.index - 1][1]
        return ""

    def expect(self, text: str) -> None:
        """Step over this sign. Raises BadExpression when it is not there."""
        if not self.take(text):
            raise BadExpression(f"“{text}” expected before {self.text}")

    def expression(self) -> Closure:
        """or, the loosest."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadExpression("nested too deeply")
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else any_of(parts)

    def conjunction(self) -> Closure:
        """and."""
        parts = [self.comparison()]
        while self.take("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else all_of(parts)

    def comparison(self) -> Closure:
        """= != < <= > >=, from left to right."""
        first, steps = self.sum(), []
        while sign := self.take(*COMPARISONS):
            steps.append((sign, self.sum()))
        return in_turn(compared, first, steps)

    def sum(self) -> Closure:
        """+ and -."""
        first, steps = self.product(), []
        while sign := self.take("+", "-"):
            steps.append((sign, self.product()))
        return in_turn(computed, first, steps)

    def product(self) -> Closure:
        """* div mod."""
        first, steps = self.unary(), []
        while sign := self.take("*", "div", "mod"):
            steps.append((sign, self.unary()))
        return in_turn(computed, first, steps)

    def unary(self) -> Closure:
        """Signs before a value."""
        signs = 0
        while self.take("-"):
            signs += 1
        value = self.primary()
        if not signs:
            return value
        factor = Decimal(-1 if signs % 2 else 1)
        return lambda scope: computed("*", factor, value(scope))

    def primary(self) -> Closure:
        """A literal, a reference, a call, or something in parentheses."""
        kind, text, position = self.kind, self.text, self.position
        if self.take("("):
            inside = self.expression()
            self.expect(")")
            return inside
        self.index += 1
        if kind == "number":
            number = Decimal(text)
            return lambda scope: number
        if kind == "text":
            return lambda scope: text[1:-1]
        if kind == "name":
            self.names.add(text)
            return lambda scope: scope.value(text)
        if kind == "sign" and text == ".":
            return lambda scope: scope.current
        if kind == "word" and self.text == "(":
            return self.call(text, position)
        if kind == "word" and self.in_filter:
            self.columns.add(text)
            return lambda scope: scope.column(text)
        raise BadExpression(f"“{text}” at character {position or 'the end'} cannot be used here")

    def call(self, name: str, position: int) -> Closure:
        """A function with its arguments."""
        if name not in FUNCTIONS:
            raise BadExpression(f"the function {name}() at character {position} is not known")
        function, least, most = FUNCTIONS[name]
        arguments = self.arguments()
        if not least <= len(arguments) <= most:
            raise BadExpression(f"the function {name}() does not take {len(arguments)} arguments")
        if name == "regex":
            self.check_pattern()
        return lambda scope: function(scope, *[argument(scope) for argument in arguments])

    def check_pattern(self) -> None:
        """Refuse a written pattern that cannot be used; one that is put together is only known later."""
        (_kind, before, _at), (kind, text, position), _closing = self.tokens[self.index - 3 : self.index]
        if kind == "text" and before == ",":
            try:
                pattern_of(text[1:-1])
            except ValueError as fault:
                raise BadExpression(f"the pattern {text} at character {position} cannot be used: {fault}") from fault

    def arguments(self) -> list[Closure]:
        """What stands between the parentheses."""
        self.expect("(")
        if self.take(")"):
            return []
        found = [self.expression()]
        while self.take(","):
            found.append(self.expression())
        self.expect(")")
        return found


def any_of(parts: list[Closure]) -> Closure:
    """or; nothing is looked at after the first that holds."""
    return lambda scope: any(truth(part(scope)) for part in parts)


def all_of(parts: list[Closure]) -> Closure:
    """and; nothing is looked at after the first that does not hold."""
    return lambda scope: all(truth(part(scope)) for part in parts)


def in_turn(step: Callable[[str, Value, Value], Value], first: Closure, steps: list[tuple[str, Closure]]) -> Closure:
    """Operators of one level from left to right: a loop, so that a long sum needs no deep stack."""
    if not steps:
        return first
    if len(steps) == 1:
        [(sign, second)] = steps
        return lambda scope: step(sign, first(scope), second(scope))

    def run(scope: Scope) -> Value:
        value = first(scope)
        for sign, operand in steps:
            value = step(sign, value, operand(scope))
        return value

    return run


def compared(sign: str, left: Value, right: Value) -> bool:
    """A comparison of two values; an order is one of numbers, false when either is none."""
    if sign in {"=", "!="}:
        return equal(left, right) is (sign == "=")
    first, second = number(left), number(right)
    if first is None or second is None:
        return False
    if sign in {"<", "<="}:
        return first < second or (sign == "<=" and first == second)
    return first > second or (sign == ">=" and first == second)


def computed(sign: str, left: Value, right: Value) -> Decimal | None:
    """Arithmetic on two values; None where there is no number, as for a division by zero."""
    first, second = number(left), number(right)
    if first is None or second is None:
        return None
    try:
        return ARITHMETIC[sign](first, second)
    except ArithmeticError:
        return None


ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": lambda left, right: left / right,
    "mod": lambda left, right: left % right,
}
