"""A world of web pages: every event is on one, and has what collectors send of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from stayflow.language.scope import Scope, ValueType
from tests.measure.world import Happened, KnownNames, World

TEXTS = (
    "path",
    "element_path",
    "element_text",
    "$element_path",
    "$event_type",
    "$elements_chain",
    "query",
)
NUMBERS = (
    *("page_x", "page_y", "page_width", "page_height", "element_width", "element_height"),
    *("element_x_ratio", "element_y_ratio", "visible_ms", "looked_at"),
)
NAMES = KnownNames(
    (
        *("page_view", "page_leave", "session_start", "element_click", "$WebClick", "$autocapture"),
        *("search", "view", "buy"),
    ),
    {
        **dict.fromkeys(TEXTS, ValueType.TEXT),
        **dict.fromkeys(NUMBERS, ValueType.NUMBER),
        "$page_x": ValueType.TEXT,  # not as Sensors Analytics sends it: nothing to add up
    },
    {},
)


@dataclass
class Site(World):
    """A world whose events have a page, and what else stands in columns of their own."""

    columns: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        return replace(super().scope, catalogue=NAMES)

    def put(
        self, *events: tuple[Happened, str], merges: Mapping[int, int] | None = None, **columns
    ) -> "Site":
        """Fill it with events and the pages they are on; further columns by their names."""
        self.columns = {"path": [path for _, path in events], **columns}
        self.fill([event for event, _ in events], merges=merges)
        return self

    def _table(self) -> pa.Table:
        table = super()._table()
        for name, values in self.columns.items():
            table = table.append_column(name, pa.array(values, pa.string()))
        return table
