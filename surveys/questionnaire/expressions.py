"""XLSForm expressions, compiled once into closures: the subset of XPath that forms use.

Values are text, Decimal, date, bool, or a list of these (a question of a repeat, seen from outside). Unanswered is
the empty text; what is not a number is None and compares false, as in ODK.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol

from surveys.questionnaire.functions import FUNCTIONS
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


Closure = Callable[[Scope], Value]


class BadExpression(ValueError):
    """The expression cannot be used; the message says what and where."""


@dataclass(frozen=True)
class Compiled:
    """A compiled expression: call it with a scope; `names` are the questions it reads."""

    text: str
    names: frozenset[str]
    run: Closure

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
Token = tuple[str, str, int]


def tokens_of(text: str) -> list[Token]:
    """The tokens as (kind, text, position). Raises BadExpression at what is none."""
    found, position = [], 0
    while position < len(text.rstrip()):
        match = TOKEN.match(text, position)
        if not match or match.lastgroup is None:
            raise BadExpression(f"cannot read “{text[position : position + 10]}” at character {position + 1}")
        found.append((match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup) + 1))
        position = match.end()
    return found


def compile_expression(text: str) -> Compiled:
    """Compile one expression. Raises BadExpression, naming what cannot be understood and where."""
    parser = Parser(tokens_of(text))
    run = parser.expression()
    if parser.kind:
        raise BadExpression(f"“{parser.text}” at character {parser.position} does not belong there")
    return Compiled(text, frozenset(parser.names), run)


class Parser:
    """Recursive descent, one method for each level of binding."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0
        self.names: set[str] = set()

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
        if self.depth > 60:
            raise BadExpression("nested too deeply")
        left = self.conjunction()
        while self.take("or"):
            left = either(left, self.conjunction())
        self.depth -= 1
        return left

    def conjunction(self) -> Closure:
        """and."""
        left = self.comparison()
        while self.take("and"):
            left = both(left, self.comparison())
        return left

    def comparison(self) -> Closure:
        """= != < <= > >=."""
        left = self.sum()
        while sign := self.take(*COMPARISONS):
            left = compared(sign, left, self.sum())
        return left

    def sum(self) -> Closure:
        """+ and -."""
        left = self.product()
        while sign := self.take("+", "-"):
            left = computed(sign, left, self.product())
        return left

    def product(self) -> Closure:
        """* div mod."""
        left = self.unary()
        while sign := self.take("*", "div", "mod"):
            left = computed(sign, left, self.unary())
        return left

    def unary(self) -> Closure:
        """A sign before a value."""
        if self.take("-"):
            return computed("-", lambda scope: Decimal(0), self.unary())
        return self.primary()

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
        raise BadExpression(f"“{text}” at character {position or 'the end'} cannot be used here")

    def call(self, name: str, position: int) -> Closure:
        """A function with its arguments."""
        if name not in FUNCTIONS:
            raise BadExpression(f"the function {name}() at character {position} is not known")
        function, least, most = FUNCTIONS[name]
        arguments = self.arguments()
        if not least <= len(arguments) <= most:
            raise BadExpression(f"the function {name}() does not take {len(arguments)} arguments")
        return lambda scope: function(scope, *[argument(scope) for argument in arguments])

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


def either(left: Closure, right: Closure) -> Closure:
    """or; the right side is not looked at when the left one holds."""
    return lambda scope: truth(left(scope)) or truth(right(scope))


def both(left: Closure, right: Closure) -> Closure:
    """and; the right side is not looked at when the left one does not hold."""
    return lambda scope: truth(left(scope)) and truth(right(scope))


def compared(sign: str, left: Closure, right: Closure) -> Closure:
    """A comparison of two values."""
    if sign in {"=", "!="}:
        return lambda scope: equal(left(scope), right(scope)) is (sign == "=")
    return lambda scope: ordered(sign, number(left(scope)), number(right(scope)))


def ordered(sign: str, left: Decimal | None, right: Decimal | None) -> bool:
    """An order of two numbers; false when either is none."""
    if left is None or right is None:
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def computed(sign: str, left: Closure, right: Closure) -> Closure:
    """Arithmetic on two values."""
    return lambda scope: arithmetic(sign, number(left(scope)), number(right(scope)))


def arithmetic(sign: str, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """The result, or None where there is no number."""
    if left is None or right is None:
        return None
    try:
        if sign == "+":
            return left + right
        if sign == "-":
            return left - right
        if sign == "*":
            return left * right
        return left / right if sign == "div" else left % right
    except (InvalidOperation, ArithmeticError):
        return None
