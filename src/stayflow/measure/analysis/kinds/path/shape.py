"""From hops to nodes and links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from stayflow.measure.analysis.kinds.path.model import Hop, PathLink, PathNode, PathResult
from stayflow.measure.analysis.walks import AFTER, BEFORE, Walk


@dataclass(slots=True)
class _Tally:
    """What adds up at one node."""

    name: str
    people: int = 0
    ended: int = 0
    pending: int = 0
    begun: int = 0

    def end(self, hop: Hop) -> None:
        """Count those whose path is over here."""
        if hop.side == AFTER:
            self.ended, self.pending = hop.people, hop.pending
        else:
            self.begun = hop.people


def shape_paths(hops: Sequence[Hop], walk: Walk, top: int) -> PathResult:
    """The nodes and the links."""
    last = walk.depth - 1
    tallies: dict[tuple[int, int], _Tally] = {}
    anchor_side = walk.sides[-1]
    for hop in hops:
        here = tallies.setdefault((hop.side * hop.step, hop.here_place), _Tally(hop.here_name))
        if hop.step or hop.side == anchor_side:
            here.people += hop.people
        if not hop.there_place:
            here.end(hop)
        elif hop.step + 1 == last:
            place = (hop.side * last, hop.there_place)
            tallies.setdefault(place, _Tally(hop.there_name)).people += hop.people
    nodes = [
        PathNode(
            step,
            **_named(tally.name, place, top),
            people=tally.people,
            ended=tally.ended,
            pending=tally.pending,
            begun=tally.begun,
        )
        for (step, place), tally in sorted(tallies.items(), key=lambda each: each[0])
    ]
    return PathResult(
        people=sum(node.people for node in nodes if node.level == 0),
        nodes=nodes,
        links=list(_links(hops, top)),
    )


def set_beside(result: PathResult, before: PathResult) -> PathResult:
    """Each number with that of the same names in another range; the rest is made of other names there."""
    nodes = {(each.level, each.name, each.is_other): each.people for each in before.nodes}
    links = {_ends(each): each.people for each in before.links}
    cut = {each.level for each in before.nodes if each.is_other}
    return msgspec.structs.replace(
        result,
        previous=before.people,
        nodes=[
            msgspec.structs.replace(
                each,
                previous=None
                if each.is_other
                else nodes.get((each.level, each.name, False), None if each.level in cut else 0),
            )
            for each in result.nodes
        ],
        links=[
            msgspec.structs.replace(
                each,
                previous=None
                if each.is_source_other or each.is_target_other
                else links.get(_ends(each), None if cut & {each.level, each.level + 1} else 0),
            )
            for each in result.links
        ],
    )


def _ends(link: PathLink) -> tuple[int, str | None, str | None, bool, bool]:
    return link.level, link.source, link.target, link.is_source_other, link.is_target_other


def _links(hops: Iterable[Hop], top: int) -> Iterable[PathLink]:
    """The links as time goes; before the anchor a hop leads backwards."""
    for hop in hops:
        if not hop.there_place:
            continue
        level = hop.step
        ends = [(hop.here_name, hop.here_place > top), (hop.there_name, hop.there_place > top)]
        if hop.side == BEFORE:
            level = -hop.step - 1
            ends.reverse()
        (source, from_rest), (target, to_rest) = ends
        yield PathLink(
            level=level,
            source=None if from_rest else source or None,
            target=None if to_rest else target or None,
            is_source_other=from_rest,
            is_target_other=to_rest,
            people=hop.people,
            count=hop.people,
            again=hop.again,
        )


def _named(name: str, place: int, top: int) -> dict[str, Any]:
    is_other = place > top
    return {"name": None if is_other else name or None, "is_other": is_other}
