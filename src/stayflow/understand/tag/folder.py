"""Folders of the catalogue, as an operator arranges them."""

from dataclasses import replace

from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction
from stayflow.understand.tag.errors import TagFolderNotEmpty, TagInvalid
from stayflow.understand.tag.model import TagFolder
from stayflow.understand.tag.store import (
    get_folder,
    is_folder_empty,
    list_folders,
    remove_folder_row,
    save_folder,
)

DEPTH_MAX = 5
NAME_MAX = 100


def create_folder(
    tx: Transaction, name: str, *, parent_id: str | None = None, position: int = 0
) -> TagFolder:
    """Make a folder.

    Raises:
        TagInvalid: Its name is empty, or it stands too deep.
        TagFolderNotFound: There is no such parent.
    """
    folder = TagFolder(new_id(), _checked_name(name), parent_id or None, position)
    _check_place(tx, folder)
    save_folder(tx, folder)
    return folder


def change_folder(
    tx: Transaction,
    folder_id: str,
    *,
    name: str | None = None,
    parent_id: str | None = None,
    position: int | None = None,
) -> TagFolder:
    """Rename or move a folder; `parent_id` '' puts it at the top, None leaves it.

    Raises:
        TagFolderNotFound: There is none.
        TagInvalid: It would stand in itself, or too deep.
    """
    folder = get_folder(tx, folder_id)
    changed = replace(
        folder,
        name=folder.name if name is None else _checked_name(name),
        parent_id=folder.parent_id if parent_id is None else parent_id or None,
        position=folder.position if position is None else position,
    )
    _check_place(tx, changed)
    save_folder(tx, changed)
    return changed


def remove_folder(tx: Transaction, folder_id: str) -> None:
    """Remove an empty folder.

    Raises:
        TagFolderNotFound: There is none.
        TagFolderNotEmpty: Something is in it.
    """
    folder = get_folder(tx, folder_id)
    if not is_folder_empty(tx, folder_id):
        raise TagFolderNotEmpty(f'"{folder.name}" still holds tags or folders')
    remove_folder_row(tx, folder_id)


def _check_place(tx: Transaction, folder: TagFolder) -> None:
    parents = {each.folder_id: each.parent_id for each in list_folders(tx)}
    above, depth = folder.parent_id, 1
    while above is not None:
        if above not in parents:
            get_folder(tx, above, path="parent_id")
        if above == folder.folder_id or depth > DEPTH_MAX:
            raise TagInvalid(
                f"a folder stands at most {DEPTH_MAX} deep, and never in itself", path="parent_id"
            )
        above, depth = parents[above], depth + 1


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_MAX:
        raise TagInvalid(f"a name has 1 to {NAME_MAX} characters", path="name")
    return name
