"""How many people meet a condition, told from a sample of them, with what that may be off by.

The sample is a number of blocks of ids that follow one another, spread evenly over all: few parts of the tables are
read. People of one block came at about the same time and are alike, so the error is told from how the blocks differ
(a systematic sample of clusters; Cochran, Sampling Techniques, chapters 8 and 9), not from single people. And who came
early differs from who came late, which a sample that is spread evenly meets as it is: what counts is how blocks differ
from their neighbours (successive differences; Wolter, Introduction to Variance Estimation, chapter 8).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from stayflow.language.condition.people import compile_people
from stayflow.language.condition.tree import Condition
from stayflow.language.sample import Blocks
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement

BLOCKS: Final = 12
SHARE: Final = 48
"""One id in so many is in the sample: three times as many cost a third more and tell a tenth better."""
CONFIDENCE: Final = 2.2
"""Student's t at 95 % for 11 degrees of freedom: one block less than there are."""
FOUND_NONE: Final = 3
"""Who finds nobody has missed up to so many with a probability of 95 % (rule of three: Hanley, Lippman-Hand 1983)."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A number told from a sample.

    Attributes:
        count: The number expected over everybody.
        error: With a probability of about 95 % the number is no further off than this.
    """

    count: int
    error: int


def sample_of(last_id: int) -> Blocks:
    """The blocks of a project whose newest person has the id `last_id`."""
    width = max(math.ceil((last_id + 1) / (BLOCKS * SHARE)), 1)
    return Blocks(stride=width * SHARE, width=width, count=BLOCKS)


def compile_sample(condition: Condition, scope: Scope, blocks: Blocks) -> Statement:
    """How many people of each block meet the condition: rows of the block's number and `count`; none of an empty one.

    Raises:
        UnknownEvent: A name the project has never seen (every error of `compile_people`).
    """
    binder = Binder()
    people = binder.include(compile_people(condition, replace(scope, sample=blocks)))
    block = f"intDiv(person_id, {binder.bind(blocks.stride, 'UInt64')})"
    # People whose ids lie elsewhere are found in part: they are no part of the sample.
    return binder.statement(
        f"SELECT {block} AS block, count() AS count FROM (\n{people}\n)\n"
        f"WHERE {blocks.test_sql('person_id', binder)} GROUP BY block"
    )


def extrapolate(counts: Mapping[int, int], blocks: Blocks) -> Sampled:
    """From the counts of the blocks to everybody.

    Args:
        counts: By the number of the block; one that is not there counted nobody.
        blocks: The sample.
    """
    found = [counts.get(n, 0) for n in range(blocks.count)]
    scale = blocks.stride / blocks.width
    unread = 1 - 1 / scale
    variance = sum((b - a) ** 2 for a, b in pairwise(found)) / (2 * (blocks.count - 1))
    error = CONFIDENCE * scale * math.sqrt(blocks.count * variance * unread)
    if not any(found) and unread:
        error = FOUND_NONE * scale
    return Sampled(round(sum(found) * scale), math.ceil(error))
