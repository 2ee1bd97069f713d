"""Tags 标签: the catalogue, its folders, the ready sets, and one tag with its history."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query

from stayflow.app import USES
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.labelled import draw_names, read_change, read_label
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.tag import (
    FolderSizeShape,
    TagAnswer,
    TagCatalogue,
    TagChangeBody,
    TagCreateBody,
    TagDayShape,
    TagFolderBody,
    TagFolderChangeBody,
    TagFolderShape,
    TagGiveBody,
    TagGiven,
    TagHistory,
    TagImportBody,
    TagImported,
    TagMoveShape,
    TagPreview,
    TagPreviewBody,
    TagSetBody,
    TagSetList,
    TagSetShape,
    TagSetState,
    TagsWantedShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.tag_page import (
    draw_line,
    draw_spread,
    draw_states,
    draw_tag,
    say_definition,
)
from stayflow.stores.relational import Transaction
from stayflow.understand import tag as room
from stayflow.understand.attribute import is_folder_used
from stayflow.understand.segment import segment_people
from stayflow.understand.tag import (
    Family,
    Hand,
    Naming,
    Schedule,
    TagChange,
    TagDraft,
    TagFolderNotEmpty,
    TagInvalid,
    TagsWanted,
)


def list_tags(
    context: InProject,
    wanted: Annotated[TagsWantedShape, Query()],
) -> TagCatalogue:
    """Tags with how many people have which value, and the folders."""
    asked = TagsWanted(wanted.search, wanted.folder_id, wanted.kind)
    with context.transaction() as tx:
        page = room.page_tags(tx, asked, cursor=wanted.cursor, limit=wanted.limit)
        folders, sizes = room.list_folders(tx), room.count_by_folder(tx)
    spreads = room.read_spreads(
        [each.tag_id for each in page.items], scope=context.scope(), warehouse=context.warehouse()
    )
    return TagCatalogue(
        tags=[draw_line(each, spreads[each.tag_id]) for each in page.items],
        next=page.next,
        folders=[TagFolderShape.model_validate(each) for each in folders],
        sizes=[FolderSizeShape.model_validate(each) for each in sizes],
    )


def create_tag(body: TagCreateBody, context: InProject) -> TagAnswer:
    """Save a tag and compute it."""
    draft = TagDraft(
        name=body.name,
        kind=body.kind,
        definition=body.definition,
        label=read_label(body.label),
        note=body.description,
        owner=body.owner,
        family=Family(body.family),
        schedule=Schedule(body.schedule),
        folder_id=body.folder_id,
        position=body.position,
    )
    with context.transaction() as tx:
        made = room.create_tag(tx, draft, scope=context.scope(), by=context.caller.actor)
        return _computed(context, tx, made.tag_id, "version 1")


def preview_tag(body: TagPreviewBody, context: InProject) -> TagPreview:
    """How many people would have which value, without saving anything."""
    scope = context.scope()
    read = room.read_tag("", body.kind, body.definition, scope.facets)
    spread = room.preview_tag(read, scope=scope, warehouse=context.warehouse())
    labels = {each.value: each.label for each in read.found.values}
    return TagPreview(
        spread=draw_spread(spread, labels), sentence=say_definition(read, body.definition)
    )


def get_tag(tag_id: str, context: InProject) -> TagAnswer:
    """One tag, by id or name."""
    with context.transaction() as tx:
        return draw_tag(context, tx, room.get_tag(tx, tag_id))


def change_tag(tag_id: str, body: TagChangeBody, context: InProject) -> TagAnswer:
    """Change a tag; another definition is computed at once."""
    change = replace(
        read_change(body, TagChange),
        family=None if body.family is None else Family(body.family),
        schedule=None if body.schedule is None else Schedule(body.schedule),
        folder_id=body.folder_id,
        position=body.position,
    )
    with context.transaction() as tx:
        before = room.get_tag(tx, tag_id)
        changed = room.change_tag(
            tx, tag_id, change, scope=context.scope(), by=context.caller.actor, uses=USES
        )
        if changed.version == before.version:
            return draw_tag(context, tx, changed)
        return _computed(context, tx, changed.tag_id, f"version {changed.version}")


def remove_tag(tag_id: str, context: InProject) -> None:
    """Remove a tag that nothing uses, with its history."""
    with context.transaction() as tx:
        room.remove_tag(tx, tag_id, warehouse=context.warehouse(), uses=USES)


def refresh_tag(tag_id: str, context: InProject) -> TagAnswer:
    """Compute a tag for everybody now."""
    with context.transaction() as tx:
        return _computed(context, tx, room.get_tag(tx, tag_id).tag_id, "by request")


def get_tag_history(tag_id: str, context: InProject) -> TagHistory:
    """How many people had each value by day, and who moved."""
    with context.transaction() as tx:
        found = room.get_tag(tx, tag_id)
    scope, warehouse = context.scope(), context.warehouse()
    days = room.read_history(found.tag_id, scope=scope, warehouse=warehouse)
    moves = room.list_moves(found.tag_id, scope=scope, warehouse=warehouse)
    return TagHistory(
        days=[TagDayShape.model_validate(each) for each in days],
        moves=[TagMoveShape.model_validate(each) for each in moves],
    )


def give_tag(tag_id: str, body: TagGiveBody, context: InProject) -> TagGiven:
    """Give people a value by hand, or take it from them."""
    if (body.people is None) == (body.segment is None):
        raise TagInvalid("name people or a segment", path="people")
    scope = context.scope()
    with context.transaction() as tx:
        people = (
            body.people if body.segment is None else segment_people(tx, body.segment, scope=scope)
        )
        count = room.give_value(
            room.get_tag(tx, tag_id),
            people or (),
            body.value,
            hand=_hand(context, tx),
            is_given=not body.take,
        )
    return TagGiven(people=count)


def import_tag(tag_id: str, body: TagImportBody, context: InProject) -> TagImported:
    """Give values by a file of identities; identities nobody has are counted, and make nobody new."""
    with context.transaction() as tx:
        done = room.import_values(
            room.get_tag(tx, tag_id), body.text, identity=body.identity, hand=_hand(context, tx)
        )
    return TagImported.model_validate(done)


def create_tag_folder(body: TagFolderBody, context: InProject) -> TagFolderShape:
    """Make a folder."""
    with context.transaction() as tx:
        made = room.create_folder(tx, body.name, parent_id=body.parent_id, position=body.position)
    return TagFolderShape.model_validate(made)


def change_tag_folder(
    folder_id: str, body: TagFolderChangeBody, context: InProject
) -> TagFolderShape:
    """Rename or move a folder."""
    with context.transaction() as tx:
        changed = room.change_folder(
            tx, folder_id, name=body.name, parent_id=body.parent_id, position=body.position
        )
    return TagFolderShape.model_validate(changed)


def remove_tag_folder(folder_id: str, context: InProject) -> None:
    """Remove an empty folder."""
    with context.transaction() as tx:
        if is_folder_used(tx, folder_id):
            raise TagFolderNotEmpty("the folder still holds attributes")
        room.remove_folder(tx, folder_id)


def list_tag_sets(context: InProject) -> TagSetList:
    """Ready sets by industry."""
    del context
    return TagSetList(
        sets=[
            TagSetShape.model_validate(
                {
                    "industry": each.industry,
                    "label": each.label,
                    "about": each.about,
                    "events": draw_names(each.events),
                    "properties": draw_names(each.properties),
                    "tags": len(each.tags),
                }
            )
            for each in room.list_sets()
        ]
    )


def check_tag_set(industry: str, body: TagSetBody, context: InProject) -> TagSetState:
    """What would become of each tag of a set, without making any."""
    ready = room.get_set(industry)
    with context.transaction() as tx:
        states = room.look_at_set(
            tx, ready, scope=context.scope(), naming=Naming(body.events, body.properties)
        )
    return draw_states(ready, states)


def install_tag_set(industry: str, body: TagSetBody, context: InProject) -> TagSetState:
    """Make the tags of a set that fit the project, and compute them together."""
    ready, scope = room.get_set(industry), context.scope()
    with context.transaction() as tx:
        states = room.install_set(
            tx,
            ready,
            scope=scope,
            by=context.caller.actor,
            naming=Naming(body.events, body.properties),
            lang=body.language,
        )
        made = {each.tag.name for each in states if not each.why and not each.is_installed}
        ids = [each.tag_id for each in room.list_tags(tx) if each.name in made]
        room.refresh_tags(
            tx, scope=scope, warehouse=context.warehouse(), cause="version 1", tag_ids=ids
        )
    return draw_states(ready, states)


def _computed(context: ProjectContext, tx: Transaction, tag_id: str, cause: str) -> TagAnswer:
    done = room.refresh_tags(
        tx, scope=context.scope(), warehouse=context.warehouse(), cause=cause, tag_ids=[tag_id]
    )
    for each in done.skipped:
        raise TagInvalid(each.why, path="definition")
    return draw_tag(context, tx, room.get_tag(tx, tag_id))


def _hand(context: ProjectContext, tx: Transaction) -> Hand:
    return Hand(tx, context.scope(), context.warehouse(), context.caller.actor)


_ALL = PROJECT + "/tags"
_ONE = _ALL + "/{tag_id}"
_SET = _ALL + "/sets/{industry}"
_FOLDERS = PROJECT + "/tag-folders"
_FOLDER = _FOLDERS + "/{folder_id}"
_V, _A, _O, _T = Least.VIEWER, Least.ANALYST, Least.OPERATOR, Tag.SEGMENTS
ROUTES = (
    Route("GET", _ALL, list_tags, _V, _T, TagCatalogue),
    Route("POST", _ALL, create_tag, _A, _T, TagAnswer, status=201),
    Route("POST", _ALL + "/preview", preview_tag, _V, _T, TagPreview, trace=Trace.NEVER),
    Route("GET", _ALL + "/sets", list_tag_sets, _V, _T, TagSetList),
    Route("POST", _SET + "/check", check_tag_set, _V, _T, TagSetState, trace=Trace.NEVER),
    Route("POST", _SET + "/install", install_tag_set, _A, _T, TagSetState),
    Route("GET", _ONE, get_tag, _V, _T, TagAnswer),
    Route("PATCH", _ONE, change_tag, _A, _T, TagAnswer),
    Route("DELETE", _ONE, remove_tag, _A, _T),
    Route("POST", _ONE + "/refresh", refresh_tag, _A, _T, TagAnswer),
    Route("GET", _ONE + "/history", get_tag_history, _V, _T, TagHistory),
    Route("POST", _ONE + "/give", give_tag, _O, _T, TagGiven),
    Route("POST", _ONE + "/import", import_tag, _O, _T, TagImported),
    Route("POST", _FOLDERS, create_tag_folder, _A, _T, TagFolderShape, status=201),
    Route("PATCH", _FOLDER, change_tag_folder, _A, _T, TagFolderShape),
    Route("DELETE", _FOLDER, remove_tag_folder, _A, _T),
)
