"""Samples of people: some of them, so that a question over everybody reads or works on less.

Ids are dense and follow the order in which people came. Two ways to choose, for two purposes: `Blocks` of ids that lie
together in every table, so that little is read, for a number that is wanted within a keystroke; and a `Share` of single
people by a hash, which is independent of when they came, so that every cohort and every day is met alike.
"""

from dataclasses import dataclass
from typing import Final

from stayflow.language.statement import Binder

SEED_SHIFT: Final = 32
"""Seeds change the upper half of an id before it is hashed: ids of people are far below it."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A sample of people: of every `stride` ids in a row the first `width`.

    Ids that follow one another lie together in every table, so that a sample reads little of it.

    Attributes:
        stride: Ids from the beginning of one block to that of the next.
        width: Ids of a block, at most `stride`.
        count: How many blocks there are; the last id is below `count * stride`.
    """

    stride: int
    width: int
    count: int

    def test_sql(self, column: str, binder: Binder) -> str:
        """SQL, 0 or 1, of an id lying in a block."""
        stride, width = binder.bind(self.stride, "UInt64"), binder.bind(self.width, "UInt64")
        return f"{column} % {stride} < {width}"

    def ranges_sql(self, column: str, binder: Binder) -> str:
        """The same for the order of a table, not to be computed for every row.

        Where the blocks are a grid, one set of numbers of its cells: half of what planning as many ranges costs.
        """
        if self.stride % self.width == 0:
            cells = [n * (self.stride // self.width) for n in range(self.count)]
            width = binder.bind(self.width, "UInt64")
            return f"intDiv({column}, {width}) IN {binder.bind(cells, 'Array(UInt64)')}"
        ranges = ((n * self.stride, n * self.stride + self.width - 1) for n in range(self.count))
        return " OR ".join(
            f"{column} BETWEEN {binder.bind(first, 'UInt64')} AND {binder.bind(last, 'UInt64')}"
            for first, last in ranges
        )


@dataclass(frozen=True, slots=True)
class Share:
    """A sample of people: one in so many, by a hash of the id of the person all their events belong to today.

    A person is wholly in it or wholly out of it. Each is in it with the probability `1 / one_in`, whatever the others
    are (Bernoulli sampling), and who is in a smaller share is in every larger one of the same seed.

    Attributes:
        one_in: A power of two; 1 is everybody.
        seed: Another seed is another sample.
    """

    one_in: int
    seed: int = 0

    def test_sql(self, person: str, binder: Binder) -> str:
        """SQL, 0 or 1, of a canonical person being in the sample."""
        mask = binder.bind(self.one_in - 1, "UInt64")
        seed = binder.bind(self.seed << SEED_SHIFT, "UInt64")
        return f"bitAnd(intHash64(bitXor(toUInt64({person}), {seed})), {mask}) = 0"
