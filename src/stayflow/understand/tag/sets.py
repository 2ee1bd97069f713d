"""Ready sets of tags, one data file an industry; what they call events and properties can be renamed on the way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from stayflow.kernel.errors import StayflowError
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.label import find_set, read_sets, read_words
from stayflow.understand.tag.change import check_definition, create_tag
from stayflow.understand.tag.folder import create_folder
from stayflow.understand.tag.model import Family, Schedule, TagDraft
from stayflow.understand.tag.store import TAGS, find_tag, list_folders

EVENT_KEYS, PROPERTY_KEYS = ("event",), ("property",)


@dataclass(frozen=True, slots=True)
class ReadyTag:
    """A tag of a set; `folder` is the key of one of the set's folders."""

    name: str
    label: Sentence
    note: Sentence
    folder: str
    family: Family
    kind: str
    schedule: Schedule
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TagSet:
    """Tags for an industry.

    Attributes:
        industry: Its key, such as `ecommerce`.
        label: What the industry is called.
        about: What the set is for.
        events: Names of events the tags read, with what they mean; `properties` the same.
        folders: Key and name of each folder.
        tags: The tags, in their order.
    """

    industry: str
    label: Sentence
    about: Sentence
    events: Mapping[str, Sentence]
    properties: Mapping[str, Sentence]
    folders: Mapping[str, Sentence]
    tags: tuple[ReadyTag, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """What a project calls the set's events and properties; who is missing is called as in the set."""

    events: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadyState:
    """What would become of a tag of a set: it fits, or `why` not."""

    tag: ReadyTag
    is_installed: bool
    why: str = ""


@cache
def list_sets() -> tuple[TagSet, ...]:
    """Every set, by its key."""
    return tuple(_read(raw) for raw in read_sets("stayflow.understand.tag"))


def get_set(industry: str) -> TagSet:
    """The set of an industry.

    Raises:
        TagSetNotFound: There is none; the message lists the nearest.
    """
    return find_set(list_sets(), industry, TAGS)


def look_at_set(
    tx: Transaction, ready: TagSet, *, scope: Scope, naming: Naming
) -> tuple[ReadyState, ...]:
    """What would become of each tag of a set in this project, without making any."""
    return tuple(_state(tx, tag, scope, naming) for tag in ready.tags)


def install_set(
    tx: Transaction, ready: TagSet, *, scope: Scope, by: str, naming: Naming, lang: Lang | None
) -> tuple[ReadyState, ...]:
    """Make the tags of a set that fit the project, in folders of the set; what is there already stays as it is.

    Args:
        tx: A transaction of the project.
        ready: The set.
        scope: The project now.
        by: Who installs.
        naming: What the project calls the set's events and properties.
        lang: The language of folders and notes, None for both; labels are in both.
    """
    states = look_at_set(tx, ready, scope=scope, naming=naming)
    wanted = [each.tag for each in states if not each.why and not each.is_installed]
    folders = _make_folders(tx, ready, {each.folder for each in wanted}, lang)
    for position, tag in enumerate(wanted):
        draft = TagDraft(
            name=tag.name,
            kind=tag.kind,
            definition=renamed(tag.definition, naming),
            label=tag.label,
            note=tag.note.name(lang),
            family=tag.family,
            schedule=tag.schedule,
            folder_id=folders[tag.folder],
            position=position,
        )
        create_tag(tx, draft, scope=scope, by=by)
    return states


def renamed(node: Any, naming: Naming) -> Any:  # noqa: ANN401 - any JSON
    """A definition with the project's names of events and properties.

    >>> renamed({"did": {"event": "purchase"}}, Naming({"purchase": "order"}))
    {'did': {'event': 'order'}}
    """
    if isinstance(node, list):
        return [renamed(each, naming) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: _renamed_field(key, value, naming) for key, value in node.items()}


def _renamed_field(key: str, value: Any, naming: Naming) -> Any:  # noqa: ANN401 - any JSON
    if key in EVENT_KEYS and isinstance(value, str | list):
        names = [value] if isinstance(value, str) else value
        found = [naming.events.get(each, each) for each in names]
        return found[0] if isinstance(value, str) else found
    if key in PROPERTY_KEYS and isinstance(value, str):
        return naming.properties.get(value, value)
    if key == "aggregate" and isinstance(value, dict):
        return {kind: naming.properties.get(over, over) for kind, over in value.items()}
    return renamed(value, naming)


def _state(tx: Transaction, tag: ReadyTag, scope: Scope, naming: Naming) -> ReadyState:
    if find_tag(tx, tag.name) is not None:
        return ReadyState(tag, is_installed=True)
    try:
        check_definition(tag.kind, renamed(tag.definition, naming), scope)
    except StayflowError as error:
        return ReadyState(tag, is_installed=False, why=str(error))
    return ReadyState(tag, is_installed=False)


def _make_folders(
    tx: Transaction, ready: TagSet, wanted: set[str], lang: Lang | None
) -> dict[str, str]:
    standing = {each.name: each.folder_id for each in list_folders(tx) if each.parent_id is None}
    made = {}
    for position, (key, name) in enumerate(ready.folders.items()):
        if key in wanted:
            said = name.name(lang)
            made[key] = standing.get(said) or create_folder(tx, said, position=position).folder_id
    return made


def _read(raw: dict[str, Any]) -> TagSet:
    return TagSet(
        industry=raw["industry"],
        label=read_words(raw["label"]),
        about=read_words(raw["about"]),
        events={name: read_words(said) for name, said in raw["events"].items()},
        properties={name: read_words(said) for name, said in raw.get("properties", {}).items()},
        folders={key: read_words(said) for key, said in raw["folders"].items()},
        tags=tuple(
            ReadyTag(
                name=each["name"],
                label=read_words(each["label"]),
                note=read_words(each.get("note", each["label"])),
                folder=each["folder"],
                family=Family(each.get("family", "implicit")),
                kind=each["kind"],
                schedule=Schedule(each.get("schedule", "daily")),
                definition=each["definition"],
            )
            for each in raw["tags"]
        ),
    )
