"""What tags and scores have in common: a name, labels, a definition with its versions, and ready sets in files.

A room above has a `Shelf`: the kind of its labels, by which its tables are called (`tags`, `tag_versions`, `tag_id`),
the type whose fields are their columns, and its errors. Owns no tables: it writes those of the shelf it is given.
"""

from stayflow.understand.label.change import (
    as_thing,
    check_name,
    labelled_naming,
    merge_change,
    remove_labelled,
    store_change,
)
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
    add_labelled,
    find_labelled,
    get_labelled,
    has_scheduled,
    hold_labelled,
    list_labelled,
    list_versions,
    lock_rows,
    mark_refreshed,
    select_sql,
)

__all__ = [
    "IS_FOUND",
    "UNNAMED",
    "DefinitionVersion",
    "LabelChange",
    "Labelled",
    "ReadySet",
    "Shelf",
    "add_labelled",
    "as_thing",
    "check_name",
    "find_labelled",
    "find_set",
    "get_labelled",
    "has_scheduled",
    "hold_labelled",
    "labelled_naming",
    "list_labelled",
    "list_versions",
    "lock_rows",
    "mark_refreshed",
    "merge_change",
    "read_sets",
    "read_words",
    "remove_labelled",
    "select_sql",
    "store_change",
]
