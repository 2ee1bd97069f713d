"""What one question of a project may cost, and how many run at once."""

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body


class BoundsBody(Body):
    """The owner's bounds in place of those before; what is left out is as much as the server allows."""

    seconds: int | None = Field(default=None, description="Longest one query may run")
    memory_bytes: int | None = Field(default=None, description="Most memory one query may take")
    rows: int | None = Field(default=None, description="Most rows one query may read")
    at_once: int | None = Field(default=None, description="Queries that run at once; others wait")


class ChosenBounds(Answer):
    """As the owner chose; None is as much as the server allows."""

    seconds: int | None
    memory_bytes: int | None
    rows: int | None
    at_once: int | None


class BoundsShape(Answer):
    """Bounds of one query, and of how many run at once; `rows` 0 is any number."""

    seconds: int
    memory_bytes: int
    rows: int
    at_once: int


class BoundsAnswer(Answer):
    """What the owner chose, what is in force, and the most that the server allows."""

    chosen: ChosenBounds
    in_force: BoundsShape
    most: BoundsShape
