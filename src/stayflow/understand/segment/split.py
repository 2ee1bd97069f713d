"""The breakdown `{"segment": [name, …]}`: people by the segments they are in now.

Who is in several of them counts in each; who is in none stands apart. All are read in one pass, as fresh as a
condition that names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_many, parse_condition
from stayflow.language.facet import Choice, FacetField, FieldKind
from stayflow.language.raw import read_list, read_text
from stayflow.language.scope import Scope, Split
from stayflow.language.sentence import Lang, Sentence, say_list
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational
from stayflow.understand.segment.errors import SegmentInvalid
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.store import get_segment, list_segments

SPLIT_MAX: Final = 10


@dataclass(frozen=True, slots=True)
class SegmentSplit:
    """The segments of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "segment"

    def read(self, raw: object, path: str) -> Split:
        """Read the name or id of a segment, or a list of them.

        Raises:
            SegmentNotFound: There is no such segment; the message lists the nearest.
            SegmentInvalid: None is named, more than ten, or one of them twice.
        """
        named = isinstance(raw, str)
        written = [raw] if named else read_list(raw, path)
        if not 1 <= len(written) <= SPLIT_MAX:
            raise SegmentInvalid(
                f"expected 1 to {SPLIT_MAX} segments, got {len(written)}", path=path
            )
        segments: list[Segment] = []
        with self.relational.project(self.project_id) as tx:
            for index, each in enumerate(written):
                at = path if named else f"{path}[{index}]"
                segment = get_segment(tx, read_text(each, at), path=at)
                if segment in segments:
                    raise SegmentInvalid(f'names "{segment.name}" twice', path=at)
                segments.append(segment)
        names = [each.name for each in segments]
        return Split(
            name=self.name,
            said=Sentence(_said(names, "zh"), _said(names, "en")),
            sql=partial(_members_sql, segments),
            values={name: Sentence(name, name) for name in names},
            overlaps=len(segments) > 1,
        )

    def offer(self) -> FacetField:
        """The segments, with their sizes at the last count."""
        with self.relational.project(self.project_id) as tx:
            segments = list_segments(tx)
        choices = tuple(
            Choice(each.name, Sentence(each.name, each.name), each.people_count)
            for each in segments
        )
        return FacetField(self.name, FieldKind.CHOICES, Sentence("分群", "Segment"), choices)


def _said(names: Sequence[str], lang: Lang) -> str:
    listed = say_list(names, lang)
    if lang == "zh":
        return f"分群 {listed}" + ("（在几个里就各计一次）" if len(names) > 1 else "")
    return f"segment {listed}" + (" (a person counts in each of theirs)" if len(names) > 1 else "")


def _members_sql(segments: Sequence[Segment], scope: Scope, binder: Binder) -> str:
    conditions = [
        [parse_condition({"segment": {"id": each.segment_id}}, facets=scope.facets)]
        for each in segments
    ]
    found = binder.include(compile_many(conditions, scope))
    names = binder.bind([each.name for each in segments], "Array(String)")
    return (
        "SELECT person_id AS person,\n"
        f"    arrayJoin(arrayFilter((name, is_in) -> is_in > 0, {names}, met)) AS value\nFROM (\n{found}\n)"
    )
