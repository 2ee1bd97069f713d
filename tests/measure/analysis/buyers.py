"""Five small worlds of buyers in one project, drawn by hypothesis: the name of an event says which world it is of.

Amounts are cents, some missing, some refunds; many are bought at the same instant, some twice; ids are merged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.measure.world import Happened, World
from tests.measure.worlds import ANCHORS

WORLDS = ("a", "b", "c", "buy", "view")
PLACES = ("America/New_York", "Asia/Kathmandu")
"""Where the clocks change at the anchor, and where days begin at a quarter of an hour."""
HOUR, DAY = 3600, 86400
SECONDS = (0, 1, -1, 21 * HOUR, 21 * HOUR - 1, -2 * HOUR, -2 * HOUR - 1, *(n * DAY for n in range(-9, 10)))  # fmt: skip
CENTS = (None, -30, -1990, 0, 10, 10, 20, 20, 30, 100, 1990, 1990)


@dataclass(frozen=True)
class Buyers:
    """What happened in all five worlds, and which id became which."""

    events: tuple[Happened, ...]
    merges: Mapping[int, int]

    def fill(self, world: World, anchor: datetime) -> World:
        """Put them into the project; its present is three weeks after the anchor."""
        world.fill(self.events, self.merges)
        world.now = anchor + timedelta(days=21)
        return world


def buyers(anchor: datetime) -> st.SearchStrategy[Buyers]:
    """Draws of at most 60 events of nine ids, around the anchor."""
    event = st.builds(
        lambda name, person, seconds, cents, invoice, times: (
            [purchase(name, person, anchor + timedelta(seconds=seconds), cents, invoice)] * times
        ),
        st.sampled_from(WORLDS),
        st.integers(1, 9),
        st.sampled_from(SECONDS),
        st.sampled_from(CENTS),
        st.sampled_from(["", "i", "j"]),
        st.sampled_from([1, 1, 1, 2]),
    )
    return st.builds(
        lambda drawn, merges: Buyers(tuple(each for some in drawn for each in some), merges),
        st.lists(event, min_size=10, max_size=60),
        st.sampled_from([{}, {8: 1}, {8: 1, 9: 1}, {7: 2, 9: 3}]),
    )


def purchase(
    name: str, person: int, at: datetime, cents: int | None, invoice: str = ""
) -> Happened:
    """One event that says its amount as a property and as revenue; None says neither."""
    said = {"invoice": invoice} | ({} if cents is None else {"amount": cents / 100})
    return Happened(name, person, at, said, None if cents is None else Decimal(cents) / 100)


def cents_of(event: Happened) -> int | None:
    amount = event.properties.get("amount")
    return None if amount is None else round(amount * 100)


def by_person(
    world: World, name: str, since: datetime, until: datetime
) -> dict[int, list[Happened]]:
    """The events of each person of one world from `since` to before `until`."""
    found: dict[int, list[Happened]] = {}
    for each in world.events:
        if each.name == name and since <= each.at < until:
            found.setdefault(world.person(each.person), []).append(each)
    return found


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone).astimezone(UTC)


def today_at(where: str) -> date:
    """The day of the anchor."""
    return ANCHORS[where].astimezone(ZoneInfo(where)).date()


def counted(pairs: Iterable[tuple[int, object]]) -> dict[object, set[int]]:
    """Which people stand under each key."""
    found: dict[object, set[int]] = {}
    for person, key in pairs:
        found.setdefault(key, set()).add(person)
    return found
