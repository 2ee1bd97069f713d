"""The events of a person as numbers: an instant, the place in the order of arrival, and the steps served.

Numbers are sorted and compared an order of magnitude faster than tuples. A key of 64 bits holds, from the top: the
milliseconds since the start of the question, the number of the event in the order of arrival, and which steps the
event serves: as bits of their own, or, where there is no room for that, as the rest of a division. Where that does
not fit either (years of events, or a project that does not know how many it has), the events are sorted by keys of
128 bits, which lose their middle once they are in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stayflow.language.window import epoch_ms

KEY_BITS = 64
_KEY_MAX = (1 << KEY_BITS) - 1
ARRIVAL_BITS = 48
"""Of the wide keys: enough for 280 trillion events."""
_ARRIVALS_LEAST = (1 << 20) - 1
_ARRIVALS_SPARE = 1 << 24
"""So many events at most arrive while a statement is made and run."""
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Keys:
    """The layout of the keys of one question, and SQL over them.

    Attributes:
        start: The instant that counts as zero; no event is before it.
        window: How long after a first step the last one may follow, its end included.
        span: From `start` to where no event can matter any more.
        arrivals: Every event has a smaller number in the order of arrival; 0 when that is not known.
        steps: How many there are, counted from 1.
        shares_events: True when one event may serve several steps: then a key holds a bit for each,
            else the number of the one step.
        has_ties: True when it does not matter which event of a millisecond came first: then keys do without arrivals.
    """

    start: datetime
    window: timedelta
    span: timedelta
    arrivals: int
    steps: int
    shares_events: bool
    has_ties: bool = False

    def served_sql(self, tests: Sequence[str]) -> str:
        """Which steps an event serves, as the lowest bits of its key; 0 for none."""
        if self.shares_events:
            bits = " + ".join(f"if({test}, {1 << n}, 0)" for n, test in enumerate(tests))
            return f"toUInt16({bits})"
        places = ", ".join(f"{test}, {n}" for n, test in enumerate(tests, start=1))
        return f"toUInt16(multiIf({places}, 0))"

    def sorted_sql(self) -> str:
        """Aggregate over `events` with `served`: the keys of a person in order."""
        return self.narrowed_sql(f"arraySort(groupArray({self.key_sql()}))")

    def key_sql(self) -> str:
        """The key of a row of `events` with `served`; where it does not fit into 64 bits, of 128."""
        instant = f"toUInt64(toUnixTimestamp64Milli(time) - {epoch_ms(self.start)})"
        if self.has_ties:
            return f"bitShiftLeft({instant}, {self._low_bits}) + served"
        if self.is_narrow:
            arrival = f"arrival * {self._radix}"
            if not self._is_tight:
                arrival = f"bitShiftLeft(arrival, {self._step_bits})"
            return f"bitShiftLeft({instant}, {self._low_bits}) + {arrival} + served"
        return (
            f"bitShiftLeft(toUInt128({instant}), {self._wide_bits})"
            f" + bitShiftLeft(toUInt128(arrival), {self._step_bits}) + served"
        )

    def narrowed_sql(self, keys: str) -> str:
        """An array of such keys in order, as the keys of 64 bits that everything else here is about."""
        if self.is_narrow:
            return keys
        return (
            f"arrayMap(wide -> bitShiftLeft(toUInt64(bitShiftRight(wide, {self._wide_bits})), {self._step_bits})"
            f" + bitAnd(toUInt64(wide), {self._step_mask}), {keys})"
        )

    def moment_sql(self, instant: str) -> str:
        """The key that stands before all events of an instant, milliseconds since `start`; as wide as `key_sql`."""
        if self.is_narrow:
            return f"bitShiftLeft(toUInt64({instant}), {self._low_bits})"
        return f"bitShiftLeft(toUInt128({instant}), {self._wide_bits})"

    def serves(self, key: str, step: int) -> str:
        """Test whether a key, or the number of steps served, holds a step."""
        if self.shares_events:
            return f"bitTest({key}, {step - 1})"
        return f"{self.served(key)} = {step}"

    def serves_from(self, key: str, step: int) -> str:
        """Test whether a key holds a step or a later one."""
        if self.shares_events:
            return f"bitAnd({key}, {self._step_mask >> (step - 1) << (step - 1)}) > 0"
        return f"{self.served(key)} >= {step}"

    def served(self, key: str) -> str:
        """SQL of what the event of a key serves, as `served_sql` or the caller's own `served` had it."""
        if self._is_tight:
            return f"bitAnd({key}, {(1 << self._low_bits) - 1}) % {self._radix}"
        return f"bitAnd({key}, {self._step_mask})"

    def deadline(self, entry: str) -> str:
        """SQL of the last key that is in time for the first step `entry`."""
        window = (self.window // _MS) << self._low_bits
        return f"bitOr({entry}, {(1 << self._low_bits) - 1}) + {window}"

    def instant(self, key: str) -> str:
        """SQL of the milliseconds since `start` in a key."""
        return f"toInt64(bitShiftRight({key}, {self._low_bits}))"

    def is_from(self, key: str, moment: int) -> str:
        """Test of a key being of a moment, milliseconds since `start`, or later; cheaper than to take its instant."""
        least = min(max(moment, 0) << self._low_bits, _KEY_MAX)
        return f"{key} >= {least}"

    def gathered_instant(self, key: str) -> str:
        """The same of a key as wide as `key_sql`."""
        if self.is_narrow:
            return self.instant(key)
        return f"toInt64(bitShiftRight({key}, {self._wide_bits}))"

    def since_start(self, moment: datetime) -> int:
        """Milliseconds from `start` to a moment."""
        return epoch_ms(moment) - epoch_ms(self.start)

    @property
    def _step_bits(self) -> int:
        return self.steps if self.shares_events else self.steps.bit_length()

    @property
    def _step_mask(self) -> int:
        return (1 << self._step_bits) - 1

    @property
    def _radix(self) -> int:
        """What the order of arrival is multiplied by: a power of two, or no more than the steps need."""
        roomy = 1 << self._step_bits
        fits = self.shares_events or self._bits_below(roomy) <= self._bits_left
        return roomy if fits else self.steps + 1

    def _bits_below(self, radix: int) -> int:
        """How many bits arrival and steps take together."""
        if self.has_ties:
            return (radix - 1).bit_length()
        most = min(2 * self.arrivals, self.arrivals + _ARRIVALS_SPARE)
        return ((max(most, _ARRIVALS_LEAST) + 1) * radix - 1).bit_length()

    @property
    def _bits_left(self) -> int:
        """How many bits of a key the instant leaves."""
        return KEY_BITS - (self.span // _MS).bit_length()

    @property
    def _wide_bits(self) -> int:
        """How many bits stand below the instant of a key of 128 bits."""
        return ARRIVAL_BITS + self._step_bits

    @property
    def is_narrow(self) -> bool:
        """True when keys of 64 bits hold the order of arrival as well, where it matters."""
        is_known = self.arrivals > 0 or self.has_ties
        return is_known and self._bits_below(self._radix) <= self._bits_left

    @property
    def _is_tight(self) -> bool:
        return self.is_narrow and self._radix <= self._step_mask

    @property
    def _low_bits(self) -> int:
        """How many bits stand below the instant."""
        return self._bits_below(self._radix) if self.is_narrow else self._step_bits
