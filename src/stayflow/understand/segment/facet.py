"""The condition `segment: {name: …}`.

A saved condition is compiled in the place where it is named, so that it is as fresh as the rest of the
condition and costs one pass with it; a fixed list is its stored bitmap.
"""

from dataclasses import dataclass
from datetime import datetime

from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetEditor, named_field
from stayflow.language.raw import JsonObject, Malformed, join, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.segment.algebra import as_condition, read_algebra
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.state import State, state_sql
from stayflow.understand.segment.store import get_segment, list_segments, list_versions

SAID = Sentence("在分群“{name}”中", "is in segment “{name}”")


@dataclass(frozen=True, slots=True)
class SegmentClause:
    """A segment, by its id; its name is for people."""

    segment_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SegmentFacet:
    """The facet of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "segment"

    def parse(self, raw: object, path: str) -> SegmentClause:
        """Read `{"name": …}` or `{"id": …}`.

        Raises:
            Malformed: It is neither.
            SegmentNotFound: There is no such segment.
        """
        node = read_object(raw, path, known=("name", "id"))
        if len(node) != 1:
            raise Malformed("expected name or id", path=path)
        ((field, value),) = node.items()
        at = join(path, field)
        segment = self.find(read_text(value, at), at)
        return SegmentClause(segment.segment_id, segment.name)

    def definition(self, clause: object) -> JsonObject | None:
        """The condition of the segment, or what its algebra says as one; None for a fixed list."""
        assert isinstance(clause, SegmentClause)  # noqa: S101 - read by parse
        segment = self.find(clause.segment_id, None)
        if segment.algebra is not None:
            return as_condition(read_algebra(segment.algebra))
        return segment.condition

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people of a fixed list."""
        assert isinstance(clause, SegmentClause)  # noqa: S101 - read by parse
        segment = self.find(clause.segment_id, None)
        return state_sql(State.of(segment), scope, binder)

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the segment."""
        assert isinstance(clause, SegmentClause)  # noqa: S101 - read by parse
        return SAID.say(lang, name=clause.name)

    def editor(self, clause: JsonObject) -> FacetEditor:
        """One of the segments, with its size at the last count."""
        with self.relational.project(self.project_id) as tx:
            segments = list_segments(tx)
        choices = {
            each.segment_id: Choice(each.name, Sentence(each.name, each.name), each.people_count)
            for each in segments
        }
        named = named_field(clause, Sentence("分群", "Segment"), choices)
        place = f"{{{named.name}}}"
        return FacetEditor(
            label=Sentence("在某分群", "In a segment"),
            hint=Sentence("已存的分群", "a saved segment"),
            said=Sentence("在分群 " + place, "are in segment " + place),
            denied=Sentence("不在分群 " + place, "are not in segment " + place),
            fields=(named,),
        )

    def known_since(self, segment_id: str) -> datetime | None:
        """When a segment was computed, or filled, for the first time: before it nobody knows who was in it."""
        with self.relational.project(self.project_id) as tx:
            versions = list_versions(tx, segment_id)
        return versions[0].at if versions else None

    def find(self, name_or_id: str, path: str | None) -> Segment:
        """A segment.

        Raises:
            SegmentNotFound: There is none.
        """
        with self.relational.project(self.project_id) as tx:
            return get_segment(tx, name_or_id, path=path)
