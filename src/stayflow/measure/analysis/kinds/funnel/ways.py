"""The places on the ways through the steps of a funnel in order, and which may be the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.measure.analysis.kinds.funnel.model import FunnelQuestion


@dataclass(frozen=True, slots=True)
class Node:
    """A step on a way, or on all ways that lead to it.

    Attributes:
        tag: Its name in columns.
        step: Which step it is, counted from 1.
        befores: What may be done right before it, the nearest first.
    """

    tag: str
    step: int
    befores: tuple["Node", ...] = ()


def list_nodes(question: FunnelQuestion) -> list[Node]:
    """All places, those of earlier steps first.

    One per step, unless the ways have to be told apart: then one per step and choice of the optional ones before it.
    """
    nodes = [Node("1", 1)]
    for number in range(2, question.size + 1):
        before = [each for step in question.befores(number) for each in nodes if each.step == step]
        if question.has_ways:
            nodes += [Node(f"{each.tag}_{number}", number, (each,)) for each in before]
        else:
            nodes.append(Node(str(number), number, tuple(before)))
    return nodes


def ways_of(nodes: Sequence[Node], question: FunnelQuestion) -> list[list[Node]]:
    """Each way from the first step to the last, where every place has one before it."""
    ways = []
    for node in nodes:
        if node.step == question.size:
            way = [node]
            while way[0].befores:
                way.insert(0, way[0].befores[0])
            ways.append(way)
    return ways
