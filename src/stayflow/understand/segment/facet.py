"""The condition `segment: {name: …}`.

A saved condition is compiled in the place where it is named, so that it is as fresh as the rest of the
condition and costs one pass with it; a fixed list is its stored bitmap.
"""

from dataclasses import dataclass

from stayflow.kernel.ids import ProjectId
from stayflow.language.raw import JsonObject, Malformed, join, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.queries import members_sql
from stayflow.understand.segment.store import get_segment

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
        segment = self._get(read_text(value, at), at)
        return SegmentClause(segment.segment_id, segment.name)

    def definition(self, clause: object) -> JsonObject | None:
        """The condition of the segment; None for a fixed list."""
        assert isinstance(clause, SegmentClause)  # noqa: S101 - read by parse
        return self._get(clause.segment_id, None).condition

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people of a fixed list."""
        assert isinstance(clause, SegmentClause)  # noqa: S101 - read by parse
        segment = self._get(clause.segment_id, None)
        return members_sql(
            binder.bind(segment.segment_id, "String"), binder.bind(segment.version, "UInt32"), scope
        )

    def describe(self, clause: object, lang: Lang) -> str:
        """Naming the segment."""
        assert isinstance(clause, SegmentClause)  # noqa: S101 - read by parse
        return SAID.say(lang, name=clause.name)

    def _get(self, name_or_id: str, path: str | None) -> Segment:
        with self.relational.project(self.project_id) as tx:
            return get_segment(tx, name_or_id, path=path)
