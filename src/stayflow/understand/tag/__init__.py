"""Tags: labels of people with values, by rule, statistic, preference, file or hand, with their history.

Owns in PostgreSQL `tags`, `tag_versions` and `tag_folders`; in ClickHouse `tag_changes` (everything gained and lost),
`person_tags` (who has what now; it follows the changes by itself), `tag_orders` (which of several values comes first)
and `tag_entries` (what was given). Reads `events`,
`people`, `persons`, `identities` and whatever conditions name. A kind of tag is a file in `kinds/`; all rules and
statistics are computed in one pass over the events.
"""

from stayflow.understand.tag.change import (
    TagChange,
    change_tag,
    create_tag,
    is_given,
    remove_tag,
    tags_naming,
    thing_of,
)
from stayflow.understand.tag.compile import ReadTag, compile_tags, read_tag
from stayflow.understand.tag.errors import (
    TagCycle,
    TagFolderNotEmpty,
    TagFolderNotFound,
    TagInvalid,
    TagNameTaken,
    TagNotFound,
    TagSetNotFound,
)
from stayflow.understand.tag.facet import TagClause, TagFacet, labels_of
from stayflow.understand.tag.facts import tag_facts
from stayflow.understand.tag.folder import change_folder, create_folder, remove_folder
from stayflow.understand.tag.give import Hand, Imported, give_value, import_values
from stayflow.understand.tag.holdings import TAG_HOLDINGS
from stayflow.understand.tag.kinds import KINDS, TagKind
from stayflow.understand.tag.lineage import Source, sources_of
from stayflow.understand.tag.model import (
    Family,
    FolderSize,
    HistoryPoint,
    PersonValue,
    Schedule,
    Spread,
    Tag,
    TagDraft,
    TagFolder,
    TagMove,
    TagsWanted,
    ValueSize,
)
from stayflow.understand.tag.panel import PersonTag, TagPanel
from stayflow.understand.tag.queries import (
    holders_at,
    list_moves,
    movers_on,
    people_of_draft,
    preview_tag,
    read_history,
    read_spreads,
)
from stayflow.understand.tag.refresh import (
    Refreshed,
    Skipped,
    refresh_live,
    refresh_scheduled,
    refresh_tags,
)
from stayflow.understand.tag.sets import (
    Naming,
    ReadyState,
    ReadyTag,
    TagSet,
    get_set,
    install_set,
    list_sets,
    look_at_set,
)
from stayflow.understand.tag.split import TagSplit
from stayflow.understand.tag.store import (
    TAGS,
    count_by_folder,
    find_tag,
    get_tag,
    has_live_tags,
    list_folders,
    list_tags,
    page_tags,
)
from stayflow.understand.tag.traits import tag_words, tags_held_sql

__all__ = [
    "KINDS",
    "TAGS",
    "TAG_HOLDINGS",
    "Family",
    "FolderSize",
    "Hand",
    "HistoryPoint",
    "Imported",
    "Naming",
    "PersonTag",
    "PersonValue",
    "ReadTag",
    "ReadyState",
    "ReadyTag",
    "Refreshed",
    "Schedule",
    "Skipped",
    "Source",
    "Spread",
    "Tag",
    "TagChange",
    "TagClause",
    "TagCycle",
    "TagDraft",
    "TagFacet",
    "TagFolder",
    "TagFolderNotEmpty",
    "TagFolderNotFound",
    "TagInvalid",
    "TagKind",
    "TagMove",
    "TagNameTaken",
    "TagNotFound",
    "TagPanel",
    "TagSet",
    "TagSetNotFound",
    "TagSplit",
    "TagsWanted",
    "ValueSize",
    "change_folder",
    "change_tag",
    "compile_tags",
    "count_by_folder",
    "create_folder",
    "create_tag",
    "find_tag",
    "get_set",
    "get_tag",
    "give_value",
    "has_live_tags",
    "holders_at",
    "import_values",
    "install_set",
    "is_given",
    "labels_of",
    "list_folders",
    "list_moves",
    "list_sets",
    "list_tags",
    "look_at_set",
    "movers_on",
    "page_tags",
    "people_of_draft",
    "preview_tag",
    "read_history",
    "read_spreads",
    "read_tag",
    "refresh_live",
    "refresh_scheduled",
    "refresh_tags",
    "remove_folder",
    "remove_tag",
    "sources_of",
    "tag_facts",
    "tag_words",
    "tags_held_sql",
    "tags_naming",
    "thing_of",
]
