"""Answers of kind `path`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered, Json


class PathNode(Answer):
    """A name at a level: 0 is the anchor, 1, 2, … after and -1, -2, … before it."""

    level: int
    name: str | None = Field(
        description="None for an anchor without the property, and for the rest"
    )
    is_other: bool
    people: int
    ended: int = Field(description="Of them, those whose path ends here, open windows included")
    pending: int = Field(description="Of those, the ones whose window is still open")
    begun: int = Field(description="Of them, those whose path begins here")
    previous: int | None = Field(
        default=None,
        description="People in the range compared with; None without one, and for the rest",
    )


class PathLink(Answer):
    """People who went from a name at `level` to one at the next; None and `is_…_other` is the rest."""

    level: int
    source: str | None = Field(alias="from")
    target: str | None = Field(alias="to")
    is_from_other: bool
    is_to_other: bool
    people: int
    count: int = Field(description="Paths that have it; a person has one")
    again: int = Field(description="Of them, those who had been at the target before")
    previous: int | None = Field(default=None, description="People in the range compared with")


class PathGroup(Answer):
    """The paths of one group."""

    by: dict[str, Json]
    people: int
    nodes: list[PathNode]
    links: list[PathLink]
    previous: int | None = Field(
        default=None, description="Who had a path in the range compared with"
    )


class PathResult(Answer):
    """Of kind `path`; with `by` the largest `groups`, with `compare` the people of the `previous` range as well."""

    people: int
    nodes: list[PathNode]
    links: list[PathLink]
    groups: list[PathGroup] | None = None
    previous: int | None = None


class PathAnswer(Answered):
    """Answer of kind `path`."""

    kind: Literal["path"]
    result: PathResult
