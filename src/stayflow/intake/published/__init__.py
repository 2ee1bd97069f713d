"""Room `published`: what a project shows to strangers at a short address: forms, channel codes.

Each has a name of its own in the project, a definition, and is open or closed. A room above has a `Board`: where its
things stand, and its errors. Owns no tables: it writes those of the board it is given.
"""

from stayflow.intake.published.board import Board
from stayflow.intake.published.store import (
    change_published,
    get_published,
    publish,
    read_rows,
    remove_published,
)

__all__ = [
    "Board",
    "change_published",
    "get_published",
    "publish",
    "read_rows",
    "remove_published",
]
