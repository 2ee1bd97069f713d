"""The law of ONE-ID: which identities are one person's, given every edge ever seen.

Edges are weighed in the order in which their events happened, whenever they arrived. An edge joins
the persons of its two identities, unless each has an identity of a unique kind and the two differ.
So the result is a function of the set of edges, and of nothing else.

Source:
    Kruskal's algorithm with a veto; union by size with path halving (Tarjan).
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from stayflow.intake.identify.model import Edge

Node = TypeVar("Node", bound=Hashable)


class Forest(Generic[Node]):
    """Groups of nodes, each with at most one value per unique kind."""

    def __init__(self, uniques: Mapping[Node, Mapping[str, int]]) -> None:
        self._parent: dict[Node, Node] = {node: node for node in uniques}
        self._size: dict[Node, int] = dict.fromkeys(uniques, 1)
        self._uniques: dict[Node, dict[str, int]] = {
            node: dict(values) for node, values in uniques.items()
        }

    def root(self, node: Node) -> Node:
        """The representative of the node's group."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def link(self, one: Node, other: Node) -> str | None:
        """Join the groups of two nodes.

        Returns:
            The unique kind that forbids it; None when they are one group now.
        """
        small, large = self.root(one), self.root(other)
        if small == large:
            return None
        if self._size[small] > self._size[large]:
            small, large = large, small
        values = self._uniques[large]
        for kind, value in self._uniques[small].items():
            if values.get(kind, value) != value:
                return kind
        self._parent[small] = large
        self._size[large] += self._size[small]
        values.update(self._uniques[small])
        return None

    def groups(self) -> list[list[Node]]:
        """All groups, each with its nodes."""
        found: dict[Node, list[Node]] = {}
        for node in self._parent:
            found.setdefault(self.root(node), []).append(node)
        return list(found.values())


def weigh(edges: Iterable[Edge]) -> list[Edge]:
    """Edges in the order in which they are weighed."""
    return sorted(edges, key=lambda edge: edge.rank)
