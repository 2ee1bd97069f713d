"""A comparison that a facet's clause holds, so that its operators, errors, SQL and words are those of the language."""

from dataclasses import dataclass, field

from stayflow.language.operands import Moment, Operand
from stayflow.language.operators import find_operator
from stayflow.language.raw import JsonObject, join, read_text
from stayflow.language.scope import Scope, ValueType
from stayflow.language.sentence import Lang
from stayflow.language.statement import Binder


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison whose type is known, read and checked.

    Attributes:
        type: Of the left side.
        op: A word that the type has.
        value: The right side.
        path: Where it was written.
    """

    type: ValueType
    op: str
    value: Operand
    path: str = field(default="", compare=False)

    def sql(self, left: str, scope: Scope, binder: Binder) -> str:
        """SQL, 0 or 1, of `left` compared."""
        operator = find_operator(self.type, self.op, self.path)
        return operator.compile(left, self.value, binder, Moment(scope.zone, scope.now))

    def describe(self, left: str, lang: Lang) -> str:
        """The comparison in words, after what is compared."""
        return find_operator(self.type, self.op, self.path).describe(left, self.value, lang)


def read_comparison(
    node: JsonObject, path: str, type_: ValueType, *, otherwise: str = "eq"
) -> Comparison:
    """Read the keys `op` and `value` of a clause.

    Args:
        node: The clause.
        path: Where it stands.
        type_: What is compared.
        otherwise: The operator when none is written.

    Raises:
        UnknownOperator: The type has no such comparison.
        Malformed: The value does not fit it.
    """
    at = join(path, "op")
    operator = find_operator(type_, read_text(node.get("op", otherwise), at), at)
    value = operator.read(node.get("value"), join(path, "value"))
    return Comparison(type_, operator.name, value, path)
