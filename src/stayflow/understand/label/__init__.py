"""What tags and scores have in common: a name, labels, a definition with its versions, and ready sets in files.

A room above has a `Shelf`: the kind of its labels, by which its tables are called (`tags`, `tag_versions`, `tag_id`),
and its errors. Owns no tables: it writes only the columns that both have. Reads no others.
"""

from stayflow.understand.label.change import check_name, check_rename, merge_change
from stayflow.understand.label.model import (
    UNNAMED,
    DefinitionVersion,
    LabelChange,
    Labelled,
    Shelf,
)
from stayflow.understand.label.ready import ReadySet, find_set, read_sets, read_words
from stayflow.understand.label.store import (
    IS_FOUND,
    add_version,
    as_json,
    has_scheduled,
    list_versions,
    lock_rows,
    mark_refreshed,
    remove_row,
    row_of,
)

__all__ = [
    "IS_FOUND",
    "UNNAMED",
    "DefinitionVersion",
    "LabelChange",
    "Labelled",
    "ReadySet",
    "Shelf",
    "add_version",
    "as_json",
    "check_name",
    "check_rename",
    "find_set",
    "has_scheduled",
    "list_versions",
    "lock_rows",
    "mark_refreshed",
    "merge_change",
    "read_sets",
    "read_words",
    "remove_row",
    "row_of",
]
