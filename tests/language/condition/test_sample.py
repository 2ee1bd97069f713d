"""What a sample says it may be off by, held against every sample that could have been drawn."""

import random

from stayflow.language.condition import extrapolate
from stayflow.language.condition.sample import BLOCKS, SHARE, sample_of

WIDTH = 20


def test_the_error_covers_what_samples_are_off_by_and_is_not_much_more() -> None:
    """Whoever came later meets the condition more often, in steps and with chance."""
    chance = random.Random(1)
    blocks = sample_of(BLOCKS * SHARE * WIDTH - 1)
    assert (blocks.width, blocks.stride, blocks.count) == (WIDTH, WIDTH * SHARE, BLOCKS)
    cells = [
        sum(chance.random() < 0.02 + 0.4 * n / (BLOCKS * SHARE) for _ in range(WIDTH))
        for n in range(BLOCKS * SHARE)
    ]
    real = sum(cells)
    covered, told = 0, 0
    for place in range(SHARE):
        found = extrapolate({n: cells[n * SHARE + place] for n in range(BLOCKS)}, blocks)
        covered += abs(found.count - real) <= found.error
        told += found.error
    assert covered >= 0.9 * SHARE
    assert told / SHARE < 0.35 * real


def test_blocks_that_are_alike_are_told_exactly() -> None:
    blocks = sample_of(BLOCKS * SHARE * WIDTH - 1)
    found = extrapolate(dict.fromkeys(range(BLOCKS), 5), blocks)
    assert (found.count, found.error) == (5 * BLOCKS * SHARE, 0)
