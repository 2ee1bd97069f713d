"""A ClickHouse statement with its bound values, and the binder that numbers them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from stayflow.language.window import epoch_ms

PLACEHOLDER = re.compile(r"\{([a-zA-Z_]\w*):([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; every value a caller gave is in `parameters`, none in `sql`.

    Attributes:
        sql: ClickHouse SQL with `{name:Type}` placeholders.
        parameters: The value of each placeholder.
    """

    sql: str
    parameters: Mapping[str, object] = field(default_factory=dict)


class Binder:
    """Hands out placeholders for values; one binder serves one statement.

    >>> binder = Binder()
    >>> binder.bind("purchase", "String"), binder.parameters
    ('{b0:String}', {'b0': 'purchase'})
    """

    def __init__(self) -> None:
        self.parameters: dict[str, object] = {}
        self._placeholders: dict[tuple[str, str], str] = {}

    def bind(self, value: object, type_name: str) -> str:
        """The placeholder of `value` as the ClickHouse type `type_name`; an equal value shares its placeholder."""
        key = (type_name, repr(value))
        if key not in self._placeholders:
            name = f"b{len(self.parameters)}"
            self.parameters[name] = value
            self._placeholders[key] = f"{{{name}:{type_name}}}"
        return self._placeholders[key]

    def instant(self, at: datetime) -> str:
        """The placeholder of an instant, comparable with `DateTime64(3, 'UTC')` to the millisecond."""
        return f"fromUnixTimestamp64Milli({self.bind(epoch_ms(at), 'Int64')}, 'UTC')"

    def include(self, statement: Statement) -> str:
        """The SQL of another statement, its placeholders renamed so that both can be sent as one."""
        types = dict(PLACEHOLDER.findall(statement.sql))
        renamed = {
            name: self.bind(value, types[name])
            for name, value in statement.parameters.items()
            if name in types
        }
        return PLACEHOLDER.sub(lambda match: renamed[match.group(1)], statement.sql)

    def statement(self, sql: str) -> Statement:
        """`sql` with all values bound so far."""
        return Statement(sql, dict(self.parameters))
