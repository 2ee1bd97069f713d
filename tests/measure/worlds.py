"""Many small worlds at once, drawn by hypothesis: one project, one statement, one answer a world.

Every world has people of its own; the attribute `city` says which world a person lives in, so a question split by it
has a group for each. Events are in the order they arrived, which is not that of their times (some are late), many
happen at the same instant, some twice, some without their properties, and some ids are merged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tests.measure.world import Happened, World

PEOPLE = 4
"""Ids of a world; the last two may be merged into the first two."""
SPAN = 100
"""Ids of one world are below the next one's by as much."""
ANCHORS = {
    "Asia/Shanghai": datetime(2026, 3, 14, 16, tzinfo=UTC),
    "America/New_York": datetime(2026, 3, 8, 7, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2026, 3, 14, 18, 15, tzinfo=UTC),
    "Pacific/Apia": datetime(2026, 3, 14, 11, tzinfo=UTC),
    "Europe/Berlin": datetime(2026, 3, 29, 1, tzinfo=UTC),
    "Europe/Berlin, autumn": datetime(2026, 10, 25, 1, tzinfo=UTC),
}
"""An instant where a day begins, or where the clocks change, by zone."""


@dataclass(frozen=True)
class Pack:
    """Worlds that are asked together.

    Attributes:
        worlds: The events of each, in order of arrival.
        merges: Which id became which.
        cities: The name of the world of each id.
    """

    worlds: Sequence[Sequence[Happened]]
    merges: Mapping[int, int] = field(default_factory=dict)

    @property
    def cities(self) -> dict[int, str]:
        return {
            number * SPAN + person: f"w{number}"
            for number in range(len(self.worlds))
            for person in range(1, PEOPLE + 1)
        }

    def fill(self, world: World) -> World:
        """Put all worlds into one project; the events of all arrive in turn."""
        events = [each for one in self.worlds for each in one]
        return world.fill(events, self.merges, self.cities)

    def people(self, number: int) -> dict[int, list[Happened]]:
        """The events of each person of one world, in order of time, and of arrival where times are equal."""
        found: dict[int, list[Happened]] = {}
        for each in sorted(self.worlds[number], key=lambda event: event.at):
            found.setdefault(self.merges.get(each.person, each.person), []).append(each)
        return found


def packs(
    names: Sequence[str],
    anchor: datetime,
    *,
    seconds: Sequence[int] = (*range(12), 43_200, 86_399, 86_400, 90_000, 172_800),
    size: int = 12,
    count: int = 10,
) -> st.SearchStrategy[Pack]:
    """Draws of `count` worlds of at most `size` events, each some `seconds` after or before the anchor."""
    offsets = sorted({*seconds, *(-each for each in seconds)})
    event = st.tuples(
        st.sampled_from(names),
        st.integers(1, PEOPLE),
        st.sampled_from(offsets),
        st.sampled_from(["", "x", "y", None]),
        st.sampled_from([None, None, -2, 0, 1, 5]),
        st.sampled_from([1, 1, 1, 1, 2]),
    )
    return st.builds(
        lambda drawn, merged: make_pack(anchor, drawn, merged),
        st.lists(st.lists(event, max_size=size), min_size=count, max_size=count),
        st.sampled_from([(), ((3, 1),), ((3, 1), (4, 2)), ((3, 1), (4, 1))]),
    )


def make_pack(anchor: datetime, drawn: Sequence, merged: Sequence[tuple[int, int]] = ()) -> Pack:
    """Worlds of (name, person, seconds after the anchor, category, amount, how often) each."""
    worlds = [
        [
            Happened(
                name,
                number * SPAN + person,
                anchor + timedelta(seconds=seconds),
                {
                    key: value
                    for key, value in (("category", category), ("amount", amount))
                    if value is not None
                },
            )
            for name, person, seconds, category, amount, times in events
            for _ in range(times)
        ]
        for number, events in enumerate(drawn)
    ]
    merges = {
        number * SPAN + gone: number * SPAN + into
        for number in range(len(worlds))
        for gone, into in merged
    }
    return Pack(worlds, merges)
