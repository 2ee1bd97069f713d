"""The law of ONE-ID, slow and obvious: plain sets, one fact after the other."""

from collections import defaultdict
from dataclasses import dataclass, field

import pyarrow as pa

from stayflow.intake.columns import assemble
from stayflow.intake.identify import IdentityRules
from stayflow.intake.identify.claims import claim_key
from stayflow.intake.identify.naming import hash_identities
from stayflow.language.event import EventPack, RawEvent

Name = tuple[str, str]
SHARED = frozenset({"shared_device"})


@dataclass(frozen=True)
class Said:
    """An event of the test: only what matters for identity."""

    name: str
    at: int
    identities: tuple[Name, ...]
    unbind: tuple[Name, ...] = ()
    key: bytes = b""

    def raw(self) -> RawEvent:
        return RawEvent(
            name="e",
            time_ms=self.at,
            event_id=self.name,
            identities=dict(self.identities),
            unbind=dict(self.unbind),
        )

    def top(self, rules: IdentityRules) -> Name:
        weight = {kind.kind: (kind.priority, kind.kind) for kind in rules.kinds}
        free = [each for each in self.identities if not is_blocked(each, rules)]
        return min(free or self.identities, key=lambda each: weight[each[0]])


@dataclass(frozen=True)
class Claim:
    """What somebody said of identities; the first of each side is its centre."""

    claim_id: str
    at: int
    sides: tuple[tuple[Name, ...], ...]

    @property
    def is_apart(self) -> bool:
        return len(self.sides) == 2


@dataclass
class Judged:
    """What the reference makes of the facts."""

    groups: dict[Name, frozenset[Name]]
    refused: dict[tuple[Name, Name], frozenset[str]] = field(default_factory=dict)
    """Every reason that holds; which of them is kept depends on what was known when."""


def is_blocked(name: Name, rules: IdentityRules) -> bool:
    return any(name[1] in rules.blocked.get(kind, ()) for kind in (name[0], ""))


def event_key(said: Said) -> bytes:
    if said.key:
        return said.key
    pack = EventPack(source="t", received_at_ms=1, events=(said.raw(),))
    return bytes(assemble("t", [pack]).event_id[0].as_py())


def tie(name: Name) -> int:
    return int(hash_identities(name[0], pa.array([name[1]]))[0, 0])


def judge(events: list[Said], rules: IdentityRules, claims: list[Claim] = ()) -> Judged:
    """Weigh what people said in order, then every pair of every event in order."""
    first: dict[tuple[Name, Name], tuple[int, bytes]] = {}
    unbound: dict[Name, int] = {}
    everyone = {each for said in events for each in (*said.identities, *said.unbind)}
    for said in events:
        for name in said.unbind:
            unbound[name] = max(unbound.get(name, 0), said.at)
        for other in said.identities:
            if other != (top := said.top(rules)):
                rank = (said.at, event_key(said))
                first[top, other] = min(first.get((top, other), rank), rank)
    refused = {
        pair: frozenset({reason})
        for pair, rank in first.items()
        if (reason := _standing(pair, rank, rules, unbound))
    }
    open_pairs = {pair: rank for pair, rank in first.items() if pair not in refused}
    refused |= {pair: SHARED for pair in open_pairs if _is_shared(pair, open_pairs, rules)}
    links = [((1, *rank), pair) for pair, rank in first.items() if pair not in refused]
    links += [
        ((0, claim.at, claim_key(claim.claim_id)), (side[0], other))
        for claim in claims
        for side in claim.sides
        for other in side[1:]
    ]
    groups = {name: {name} for name in everyone}
    for _, pair in sorted(links, key=lambda link: (link[0], tie(link[1][0]), tie(link[1][1]))):
        one, other = groups[pair[0]], groups[pair[1]]
        reasons = frozenset() if one is other else _forbids(one | other, rules, claims)
        if reasons:
            refused[pair] = reasons
        elif one is not other:
            for member in (together := one | other):
                groups[member] = together
    return Judged({name: frozenset(group) for name, group in groups.items()}, refused)


def _standing(pair, rank, rules: IdentityRules, unbound) -> str | None:
    if any(is_blocked(end, rules) for end in pair):
        return "blocked_value"
    if any(rank[0] <= unbound.get(end, -1) for end in pair):
        return "unbound"
    return None


def _is_shared(pair, open_pairs, rules: IdentityRules) -> bool:
    """Whether at its sharable end as many accounts of the kind came no later, itself included."""
    kinds = rules.by_name()
    devices = [end for end in pair if kinds[end[0]].sharable]
    if len(devices) != 1:
        return False
    device = devices[0]
    account = next(end for end in pair if end != device)
    seen = {
        open_pairs[other]
        for other in open_pairs
        if device in other
        and next(end for end in other if end != device)[0] == account[0]
        and open_pairs[other] <= open_pairs[pair]
    }
    return len(seen) >= kinds[device[0]].shared_from


def _forbids(group: set[Name], rules: IdentityRules, claims: list[Claim]) -> frozenset[str]:
    reasons = set()
    have = defaultdict(int)
    for kind, _ in group:
        have[kind] += 1
    if any(claim.is_apart and all(group & set(side) for side in claim.sides) for claim in claims):
        reasons.add("kept_apart")
    for kind in rules.limited:
        if have[kind.kind] > kind.most:
            reasons.add("unique_differs" if kind.unique_per_person else "limit_reached")
    return frozenset(reasons)
