"""This room's statements on PostgreSQL."""

from stayflow.kernel.paging import Listing, Page
from stayflow.stores.relational import Transaction
from stayflow.understand.label import (
    IS_FOUND,
    Shelf,
    find_labelled,
    get_labelled,
    list_labelled,
    select_sql,
)
from stayflow.understand.tag.errors import (
    TagFolderNotFound,
    TagInvalid,
    TagNameTaken,
    TagNotFound,
    TagSetNotFound,
)
from stayflow.understand.tag.kinds import KINDS
from stayflow.understand.tag.model import FolderSize, Schedule, Tag, TagFolder, TagsWanted

_PAGES = Listing("tags", (-1, ""))
TAGS = Shelf(
    "tag",
    row=Tag,
    order="position, name",
    invalid=TagInvalid,
    not_found=TagNotFound,
    name_taken=TagNameTaken,
    set_not_found=TagSetNotFound,
    sets="tag set",
)


def list_tags(tx: Transaction) -> list[Tag]:
    """Every tag, in the order of the catalogue."""
    return list_labelled(tx, TAGS)


def page_tags(
    tx: Transaction, wanted: TagsWanted, *, cursor: str | None = None, limit: int = 50
) -> Page[Tag]:
    """The tags that are wanted, in the order of the catalogue.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    position, name = _PAGES.behind(cursor)
    found = tx.all(
        Tag,
        f"""
        with recursive inside as (
            select folder_id from tag_folders where folder_id = %(folder)s
            union select below.folder_id from tag_folders below join inside on below.parent_id = inside.folder_id
        ) {select_sql(TAGS)}
        where (position, name) > (%(position)s, %(name)s) and {IS_FOUND}
            and (%(kind)s::text is null or kind = %(kind)s)
            and (%(folder)s::text is null or (%(folder)s = '' and folder_id is null)
                or folder_id in (select folder_id from inside))
        order by position, name limit %(limit)s
        """,
        {
            "position": position,
            "name": name,
            "word": wanted.word,
            "kind": wanted.kind,
            "folder": wanted.folder_id,
            "limit": limit + 1,
        },
    )
    shown = tuple(found[:limit])
    last = shown[-1] if len(found) > limit else None
    return Page(shown, _PAGES.cursor(last.position, last.name) if last else None)


def count_by_folder(tx: Transaction) -> list[FolderSize]:
    """How many tags stand in each folder itself, and in none."""
    return tx.all(
        FolderSize,
        "select coalesce(folder_id, '') as folder_id, count(*) as tags from tags group by 1 order by 1",
    )


def find_tag(tx: Transaction, name_or_id: str) -> Tag | None:
    """The tag of this id or name; None when there is none."""
    return find_labelled(tx, TAGS, name_or_id)


def get_tag(tx: Transaction, name_or_id: str, *, path: str | None = None) -> Tag:
    """The tag of this id or name.

    Raises:
        TagNotFound: There is none; the message lists the nearest.
    """
    return get_labelled(tx, TAGS, name_or_id, path=path)


def has_live_tags(tx: Transaction) -> bool:
    """True when some tag is computed on events, or follows merges of what was given."""
    given = [each.name for each in KINDS if each.is_given]
    return bool(
        tx.value(
            "select exists (select 1 from tags where schedule = %(live)s or kind = any(%(given)s))",
            {"live": Schedule.LIVE.value, "given": given},
        )
    )


def list_folders(tx: Transaction) -> list[TagFolder]:
    """Every folder, in order."""
    return tx.all(
        TagFolder,
        "select folder_id, name, parent_id, position from tag_folders order by position, name",
    )


def get_folder(tx: Transaction, folder_id: str, *, path: str = "folder_id") -> TagFolder:
    """The folder of this id.

    Raises:
        TagFolderNotFound: There is none.
    """
    found = tx.one(
        TagFolder,
        "select folder_id, name, parent_id, position from tag_folders where folder_id = %(id)s",
        {"id": folder_id},
    )
    if found is None:
        raise TagFolderNotFound(f'no folder "{folder_id}"', path=path)
    return found


def save_folder(tx: Transaction, folder: TagFolder) -> None:
    """Store a folder, new or changed."""
    tx.execute(
        """
        insert into tag_folders (folder_id, name, parent_id, position)
        values (%(id)s, %(name)s, %(parent)s, %(position)s)
        on conflict (project_id, folder_id) do update
        set name = excluded.name, parent_id = excluded.parent_id, position = excluded.position
        """,
        {
            "id": folder.folder_id,
            "name": folder.name,
            "parent": folder.parent_id,
            "position": folder.position,
        },
    )


def remove_folder_row(tx: Transaction, folder_id: str) -> None:
    """Remove an empty folder."""
    tx.execute("delete from tag_folders where folder_id = %(id)s", {"id": folder_id})


def is_folder_empty(tx: Transaction, folder_id: str) -> bool:
    """True when neither tags nor folders are in it."""
    return not tx.value(
        "select exists (select 1 from tags where folder_id = %(id)s)"
        " or exists (select 1 from tag_folders where parent_id = %(id)s)",
        {"id": folder_id},
    )
