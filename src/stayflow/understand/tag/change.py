"""Making, changing and removing tags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stayflow.kernel.ids import new_id
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.label import (
    LabelChange,
    add_labelled,
    as_thing,
    check_name,
    hold_labelled,
    labelled_naming,
    merge_change,
    remove_labelled,
    store_change,
)
from stayflow.understand.tag.compile import compile_tags, read_tag
from stayflow.understand.tag.errors import TagCycle
from stayflow.understand.tag.kinds import KINDS
from stayflow.understand.tag.lineage import tags_named_by
from stayflow.understand.tag.model import Family, Tag, TagDraft
from stayflow.understand.tag.store import TAGS, get_folder, get_tag, list_tags
from stayflow.understand.tag.write import forget_tags
from stayflow.understand.usage import Thing, Use, UsePlug


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChange(LabelChange):
    """What to change; None leaves it. `folder_id` '' puts it at the top."""

    family: Family | None = None
    folder_id: str | None = None
    position: int | None = None


def create_tag(tx: Transaction, draft: TagDraft, *, scope: Scope, by: str) -> Tag:
    """Save a tag; its values are computed at the first refresh.

    Raises:
        TagInvalid: Its name is empty or too long.
        TagNameTaken: Another tag has the name.
        Malformed: The definition cannot be read (every error of `check_definition`).
    """
    check_definition(draft.kind, draft.definition, scope)
    if draft.folder_id:
        get_folder(tx, draft.folder_id)
    tag = Tag(
        tag_id=new_id(),
        name=check_name(draft.name, TAGS),
        label_zh=draft.label.zh,
        label_en=draft.label.en,
        note=draft.note,
        owner=draft.owner or by,
        family=draft.family.value,
        folder_id=draft.folder_id or None,
        position=draft.position,
        kind=draft.kind,
        definition=dict(draft.definition),
        schedule=draft.schedule.value,
        version=1,
        created_at=scope.now,
        created_by=by,
        changed_at=scope.now,
        changed_by=by,
        refreshed_at=None,
    )
    _check_cycle(tx, tag)
    add_labelled(tx, TAGS, tag)
    return tag


def change_tag(
    tx: Transaction,
    name_or_id: str,
    change: TagChange,
    *,
    scope: Scope,
    by: str,
    uses: Sequence[UsePlug] = (),
) -> Tag:
    """Change a tag; another definition is a new version, computed at the next refresh.

    Raises:
        TagNotFound: There is none.
        TagNameTaken: Another tag has the new name.
        InUse: It is renamed while something `uses` finds names it.
        TagCycle: The definition leads back to the tag.
    """
    tag = hold_labelled(tx, TAGS, name_or_id)
    if change.folder_id:
        get_folder(tx, change.folder_id)

    def check(changed: Tag) -> None:
        check_definition(changed.kind, changed.definition, scope)
        _check_cycle(tx, changed)

    changed = replace(
        merge_change(tag, change, TAGS, by=by, at=scope.now),
        family=tag.family if change.family is None else change.family.value,
        folder_id=tag.folder_id if change.folder_id is None else change.folder_id or None,
        position=tag.position if change.position is None else change.position,
    )
    return store_change(tx, TAGS, tag, changed, check=check, uses=uses)


def remove_tag(
    tx: Transaction,
    name_or_id: str,
    *,
    warehouse: ProjectWarehouse,
    uses: Sequence[UsePlug] = (),
) -> None:
    """Remove a tag that nothing is built on, with all that was recorded of it.

    Raises:
        TagNotFound: There is none.
        InUse: What `uses` finds is built on it.
    """
    tag = get_tag(tx, name_or_id)
    remove_labelled(tx, TAGS, tag, uses=uses)
    forget_tags([tag.tag_id], warehouse)


def check_definition(kind: str, definition: JsonObject, scope: Scope) -> None:
    """Refuse a definition that cannot be read or compiled.

    Raises:
        InvalidInput: There is no such kind.
        Malformed: A part has the wrong shape; the path names it (every error of its conditions too).
    """
    compile_tags([read_tag("", kind, definition, scope.facets)], scope)


def thing_of(tag: Tag) -> Thing:
    """The tag as others may name it."""
    return as_thing(TAGS, tag)


def tags_naming(tx: Transaction, thing: Thing) -> list[Use]:
    """The tags whose definitions name a thing: this room's plug of uses."""
    return labelled_naming(tx, TAGS, thing)


def _check_cycle(tx: Transaction, tag: Tag) -> None:
    tags = {each.tag_id: each for each in list_tags(tx)} | {tag.tag_id: tag}
    by_key = {key: each for each in tags.values() for key in (each.tag_id, each.name)}
    ahead, seen = [tag], set[str]()
    while ahead:
        for key in tags_named_by(ahead.pop()):
            found = by_key.get(key)
            if found is None or found.tag_id in seen:
                continue
            if found.tag_id == tag.tag_id:
                raise TagCycle(f'"{tag.name}" is computed of itself', path="definition")
            seen.add(found.tag_id)
            ahead.append(found)


def is_given(tag: Tag) -> bool:
    """True when its values are given by file or hand."""
    return KINDS.get(tag.kind).is_given
