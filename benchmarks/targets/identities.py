"""Identities in bulk: who is one person, among millions of pairs, against connected components alone.

Both sides are one thread's work and are held against each other by processor time. `--events` is the
number of pairs. Reading them from a file, and writing what comes of them, is `identities-stored`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from benchmarks.frame import (
    AnswersDiffer,
    BenchContext,
    BenchTarget,
    Memory,
    Row,
    peak_memory_mib,
    ratio_row,
    resident_mib,
)
from stayflow.intake.identify.claims import ClaimPairs
from stayflow.intake.identify.contest import Labels
from stayflow.intake.identify.everything import blank_nodes
from stayflow.intake.identify.model import DEFAULT_KINDS, Edges, Ids
from stayflow.intake.identify.rules import IdentityRules
from stayflow.intake.identify.whole import Nodes, weigh_all

RATIO_MAX = 2.0
SHARED_OF_DEVICES = 0.02
SHARED_OF_PHONES = 0.01
DEVICES_PER_USER = 2
USER, PHONE, DEVICE = 1, 2, 3
_KINDS = ["user_id", "phone", "device"]
_BEGIN_MS = 1_700_000_000_000


@dataclass(frozen=True, slots=True)
class Shop:
    """Pairs of a shop: every user with a phone number and two devices; some belong to two users.

    Attributes:
        user: By pair: which user.
        kind: By pair: `PHONE` or `DEVICE`.
        other: By pair: which phone or device of its kind.
        at: By pair: Unix milliseconds, in no order.
        users: How many users there are.
    """

    user: Ids
    kind: Ids
    other: Ids
    at: Ids
    users: int

    def __len__(self) -> int:
        return len(self.user)


def make_shop(pairs: int, seed: int) -> Shop:
    """Pairs in random order."""
    rng = np.random.default_rng(seed)
    users = pairs // (1 + DEVICES_PER_USER)
    user = np.arange(users)
    phone = np.where(rng.random(users) < SHARED_OF_PHONES, rng.integers(0, users, users), user)
    owner = np.tile(user, DEVICES_PER_USER)
    device = np.arange(users * DEVICES_PER_USER)
    is_shared = rng.random(len(device)) < SHARED_OF_DEVICES
    device = np.where(is_shared, rng.integers(0, len(device), len(device)), device)
    order = rng.permutation(users * (1 + DEVICES_PER_USER))
    kind = np.concatenate((np.full(users, PHONE), np.full(len(device), DEVICE)))[order]
    return Shop(
        user=np.concatenate((user, owner))[order],
        kind=kind,
        other=np.concatenate((phone, device))[order],
        at=_BEGIN_MS + rng.integers(0, 10**10, len(order)),
        users=users,
    )


def as_graph(shop: Shop) -> tuple[Nodes, Edges]:
    """The pairs as they stand in memory when they are to be weighed."""
    phone = 1 + shop.users
    high = 1 + shop.user
    low = np.where(shop.kind == PHONE, phone, phone + shop.users) + shop.other
    nodes = blank_nodes(1 + shop.users * (2 + DEVICES_PER_USER), _KINDS)
    nodes.kind[1:phone] = USER
    nodes.kind[phone : phone + shop.users] = PHONE
    nodes.kind[phone + shop.users :] = DEVICE
    event_id = np.zeros((len(shop), 2), dtype=">u8")
    event_id[:, 1] = np.arange(len(shop))
    return nodes, Edges(high, low, shop.at, event_id.view("V16").reshape(-1))


def count_components(nodes: Nodes, edges: Edges) -> int:
    """The yardstick: no rules, no times, no order."""
    size = len(nodes.kind)
    ones = np.ones(len(edges), dtype=np.int8)
    graph = coo_matrix((ones, (edges.high, edges.low)), shape=(size, size))
    return int(connected_components(graph, directed=False)[0])


def weigh(nodes: Nodes, edges: Edges, rules: IdentityRules) -> Labels:
    """Our way: by pair, whether it joins its persons; and the person of each identity."""
    empty = np.empty(0, dtype=np.int64)
    said = ClaimPairs(Edges(empty, empty, empty, np.empty(0, dtype="V16")))
    return weigh_all(nodes, edges, said, rules=rules, ties=_by_number).label


def _by_number(identities: Ids) -> npt.NDArray[np.uint64]:
    """No two pairs are of one event here, so that this is never asked in earnest."""
    return identities.astype(np.uint64)


def run(context: BenchContext) -> Iterable[Row]:
    """In memory against the yardstick."""
    context.progress(f"making {context.events:,} pairs")
    yield from _in_memory(context, make_shop(context.events, context.seed))


def _in_memory(context: BenchContext, shop: Shop) -> Iterable[Row]:
    nodes, edges = as_graph(shop)
    free = IdentityRules(tuple(kind for kind in DEFAULT_KINDS if kind.kind == "phone"))
    context.progress("weighing")
    groups = len(np.unique(weigh(nodes, edges, free)))
    if groups != count_components(nodes, edges):
        message = "without rules the persons are not the connected components"
        raise AnswersDiffer(message)
    rounds = min(context.rounds, 3)
    alone, held = _measure(lambda: count_components(nodes, edges), rounds)
    for name, rules in (
        ("without rules", free),
        ("unique users, shared devices", IdentityRules(DEFAULT_KINDS)),
    ):
        ours, held_by_us = _measure(partial(weigh, nodes, edges, rules), rounds)
        yield ratio_row(
            f"{len(shop):,} pairs in memory, {name}",
            ours,
            alone,
            bound=RATIO_MAX,
            note=f"scipy connected_components; it takes {held:,} MiB beside the pairs,"
            f" ours {held_by_us:,}, {peak_memory_mib():,} MiB in all at the worst",
        )


def _measure(run: Callable[[], object], rounds: int) -> tuple[float, int]:
    """Median processor time, and the most memory that it needs at once, in MiB."""
    before, held = resident_mib(), Memory(interval=0.01)
    with held:
        run()
    seconds = []
    for _ in range(rounds):
        began = process_time()
        run()
        seconds.append(process_time() - began)
    return median(seconds), max(0, held.worst - before)


TARGET = BenchTarget("identities", "who is one person, among millions of pairs", run)
