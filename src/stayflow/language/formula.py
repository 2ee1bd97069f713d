"""Formulas: numbers computed of named numbers, such as `orders / visitors` or `(revenue - refunds) / payers`.

Four operations, parentheses, numbers, and names: letters of any script, digits and `_`. What cannot be computed
(division by zero, a missing number) is missing, never 0.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from stayflow.kernel.errors import InvalidInput

LENGTH_MAX = 1_000
DEPTH_MAX = 50
NAME = re.compile(r"[^\W\d]\w*")
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/()]))")
_SUMS: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
}
_PRODUCTS: Mapping[str, Callable[[float, float], float]] = {
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


class FormulaInvalid(InvalidInput):
    """A formula that cannot be read; the message says at which character."""

    code = "formula_invalid"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A number by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two formulas joined by `+`, `-`, `*` or `/`."""

    sign: str
    left: "Formula"
    right: "Formula"


Formula = Number | Name | Operation


def parse_formula(text: str, path: str = "formula") -> Formula:
    """Read a formula.

    Raises:
        FormulaInvalid: It is empty, too long, too deep, or has a sign where none belongs.
    """
    if not len(text.strip()) > 0 or len(text) > LENGTH_MAX:
        raise FormulaInvalid(f"expected a formula of at most {LENGTH_MAX} characters", path=path)
    reader = _Reader(text, path)
    formula = reader.read_sum(0)
    reader.expect_end()
    return formula


def names_in(formula: Formula) -> Iterator[str]:
    """Every name, as often as it stands there, from left to right."""
    match formula:
        case Name(name):
            yield name
        case Operation(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Number():
            return


def evaluate(formula: Formula, numbers: Mapping[str, float | None]) -> float | None:
    """The value of a formula; None where a number is missing or something is divided by zero.

    >>> evaluate(parse_formula("(a - b) / b"), {"a": 3, "b": 2})
    0.5
    """
    match formula:
        case Number(value):
            return value
        case Name(name):
            return numbers.get(name)
        case Operation(sign, left, right):
            first, second = evaluate(left, numbers), evaluate(right, numbers)
            if first is None or second is None or (sign == "/" and second == 0):
                return None
            return {**_SUMS, **_PRODUCTS}[sign](first, second)


class _Reader:
    """Reads from left to right; a product binds closer than a sum."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text.rstrip()
        self._path = path
        self._at = 0

    def read_sum(self, depth: int) -> Formula:
        """Products joined by `+` and `-`."""
        return self._read_joined(_SUMS, self._read_product, depth)

    def expect_end(self) -> None:
        """Nothing may be left."""
        if self._at < len(self._text):
            raise self._unexpected()

    def _read_product(self, depth: int) -> Formula:
        return self._read_joined(_PRODUCTS, self._read_one, depth)

    def _read_joined(
        self, signs: Mapping[str, object], read: Callable[[int], Formula], depth: int
    ) -> Formula:
        formula = read(depth)
        while (token := self._peek()) and token["sign"] in signs:
            self._at = token.end()
            formula = Operation(token["sign"], formula, read(depth))
        return formula

    def _read_one(self, depth: int) -> Formula:
        token = self._peek()
        if token is None or depth > DEPTH_MAX:
            raise self._unexpected()
        self._at = token.end()
        if token["number"]:
            return Number(float(token["number"]))
        if token["name"]:
            return Name(token["name"])
        if token["sign"] == "-":
            return Operation("-", Number(0), self._read_one(depth + 1))
        if token["sign"] != "(":
            self._at = token.start()
            raise self._unexpected()
        formula = self.read_sum(depth + 1)
        closing = self._peek()
        if closing is None or closing["sign"] != ")":
            raise self._unexpected()
        self._at = closing.end()
        return formula

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self._text, self._at)

    def _unexpected(self) -> FormulaInvalid:
        found = self._text[self._at :].strip()[:20]
        where = f"at character {self._at + 1}, before {found!r}" if found else "at its end"
        return FormulaInvalid(
            f"expected a name, a number, + - * / or parentheses {where}", path=self._path
        )
