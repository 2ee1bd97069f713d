"""What is computed of people, as it changes: stages, RFM classes and tags, from their histories.

A change is told once it has settled. A computation of everybody writes its rows under the instant at
which it began, perhaps long after it; so when one has ended, the feed goes back to that instant. A
row that goes out again for it goes under the same id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayflow.act.destination.model import Key
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

SETTLE_MS: Final = 15_000
"""What is computed of the people of a batch is written within so long."""
LOOK_EVERY_MS: Final = 5_000
RUN: Final = "#run"
"""Behind a feed's name: which computation of everybody it has heard of."""


@dataclass(frozen=True, slots=True)
class ComputedFeed:
    """The changes of one model or tag.

    Attributes:
        feed: Kind and id, such as `stage:default`.
        name: As people call it.
        run_ms: When the newest computation of everybody began, Unix milliseconds.
    """

    feed: str
    name: str
    run_ms: int

    @property
    def kind(self) -> "_Kind":
        """Where its changes are."""
        return _KINDS[self.feed.partition(":")[0]]

    @property
    def thing(self) -> str:
        """Id of the model or tag."""
        return self.feed.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of a person at an instant.

    Attributes:
        key: (instant in Unix milliseconds, the person's id as it was written).
        person_id: The person of today.
        body: By the names of fields.
    """

    key: Key
    person_id: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Kind:
    event: str
    table: str
    column: str
    named: tuple[str, str]
    values: Mapping[str, str]
    feeds: str


_MS: Final = "(extract(epoch from refreshed_at) * 1000)::bigint"
_KINDS: Final[Mapping[str, _Kind]] = {
    "stage": _Kind(
        "stage.changed",
        "stage_changes",
        "model",
        ("model", "model"),
        {"stage": "argMax(stage, at)", "previous": "argMax(previous, at)"},
        f"select 'stage:' || model, model, {_MS} from lifecycle_runs",
    ),
    "rfm": _Kind(
        "rfm.changed",
        "rfm_changes",
        "model",
        ("model", "model"),
        {"rfm": "argMax(class, at)", "previous": "argMax(previous, at)"},
        f"select 'rfm:' || model, model, {_MS} from rfm_models where refreshed_at is not null",
    ),
    "tag": _Kind(
        "tag.changed",
        "tag_changes",
        "tag_id",
        ("tag_id", "tag"),
        {
            "gained": "arraySort(groupUniqArrayIf(toString(value), is_gained))",
            "lost": "arraySort(groupUniqArrayIf(toString(value), NOT is_gained))",
        },
        f"select 'tag:' || tag_id, name, {_MS} from tags where refreshed_at is not null",
    ),
}
KINDS_COMPUTED: Final = tuple(_KINDS)


def list_computed(tx: Transaction, wanted: Iterable[str]) -> dict[str, ComputedFeed]:
    """The feeds of the wanted kinds, by name: every model and tag that was computed once."""
    found = {}
    for kind in wanted:
        for feed, name, run_ms in tx.rows(f"{_KINDS[kind].feeds} order by 1"):
            found[str(feed)] = ComputedFeed(str(feed), str(name), int(run_ms))
    return found


def is_computed(feed: str) -> bool:
    """Whether a feed is of this kind."""
    return feed.partition(":")[0] in _KINDS


def settled(now: datetime) -> int:
    """Up to when changes are told, Unix milliseconds; it moves in steps, so that few looks are vain."""
    ms = int(now.timestamp() * 1000) - SETTLE_MS
    return ms - ms % LOOK_EVERY_MS


def read_computed(
    feed: ComputedFeed,
    first: Key,
    last: Key,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    limit: int,
) -> list[Changed]:
    """Up to `limit` changes from one key to another, both included, in order."""
    binder, kind = Binder(), feed.kind
    lower, upper = (
        f"({binder.bind(key[0], 'Int64')}, {binder.bind(key[1], 'UInt64')})"
        for key in (first, last)
    )
    shown = ", ".join(f"{value} AS {name}_now" for name, value in kind.values.items())
    rows = warehouse.query(
        f"SELECT toUnixTimestamp64Milli(at) AS ms, person_id AS raw, any({scope.person}), {shown}\n"
        f"FROM {kind.table} WHERE {kind.column} = {binder.bind(feed.thing, 'String')}\n"
        f"    AND (toUnixTimestamp64Milli(at), person_id) >= {lower}\n"
        f"    AND (toUnixTimestamp64Milli(at), person_id) <= {upper}\n"
        f"GROUP BY ms, raw ORDER BY ms, raw LIMIT {limit:d}",
        binder.parameters,
    ).rows
    about = dict(zip(kind.named, (feed.thing, feed.name), strict=True))
    return [
        Changed(
            (int(ms), int(raw)),
            int(person),
            {
                "type": feed.feed.partition(":")[0],
                "event": kind.event,
                **about,
                **dict(zip(kind.values, values, strict=True)),
            },
        )
        for ms, raw, person, *values in rows
    ]
