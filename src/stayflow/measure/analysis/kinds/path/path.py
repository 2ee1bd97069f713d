"""The question as an analysis: its nodes and links, its definition, and the people behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from stayflow.language.raw import JsonObject, read_boolean, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Statement
from stayflow.language.window import Length
from stayflow.measure.analysis.earlier import Comparison, compared_frame
from stayflow.measure.analysis.errors import TooMuchAsked, UnknownCell
from stayflow.measure.analysis.groups import Group, Grouped, parse_group, read_group
from stayflow.measure.analysis.kinds.path.model import Hop, PathGroup, PathResult
from stayflow.measure.analysis.kinds.path.shape import set_beside, shape_paths
from stayflow.measure.analysis.kinds.path.split import (
    group_people_sql,
    groups_frame,
    groups_statement,
)
from stayflow.measure.analysis.kinds.path.spot import SPOT_FIELDS, parse_spot
from stayflow.measure.analysis.kinds.path.words import describe_path
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import TOP_MAX
from stayflow.measure.analysis.sampled import Reading, Scaled
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.walks import (
    NAMES_MAX,
    Walk,
    hops_statement,
    paths_sql,
    placed_ctes,
)


@dataclass(frozen=True, slots=True)
class Path:
    """A question for paths."""

    frame: Frame
    walk: Walk
    window_said: Length
    comparison: Comparison | None = None

    def answer(self, desk: Desk) -> PathResult:
        """Nodes and links.

        Raises:
            TooMuchAsked: The property has more values than can be told apart.
        """
        result = self._paths(Scan(self.frame, desk.scope), desk)
        if self.comparison is not None:
            earlier = self._compared(None, desk)
            before = earlier._paths(Scan(earlier.frame, desk.scope), desk)  # noqa: SLF001  the same class
            result = set_beside(result, before)
        if not self.frame.by:
            return result
        return msgspec.structs.replace(result, groups=list(self._groups(desk)))

    scaled = Scaled(frozenset({"people", "ended", "pending", "begun", "count", "again"}))

    def reading(self, scope: Scope) -> Reading:
        """The anchor, and what can stand on a path."""
        return Reading(Scan(self.frame, scope), (self.walk.anchor, self.walk.steps))

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        return describe_path(self.walk, self.frame, self.window_said, self.comparison, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people at a step, at one of its names, of a link (`to`), or whose path is over there (`ended`, …).

        Raises:
            UnknownCell: The path has no such step, or is not compared.
        """
        read_object(who, "who", known=(*SPOT_FIELDS, "by", "compared"))
        spot, frame = parse_spot(who, self.walk), self.frame
        if read_boolean(who.get("compared", False), "who.compared"):
            groups = () if "by" in who else None
            frame = compared_frame(self.comparison, frame, desk.scope, groups)
            if spot.needs_places:
                raise UnknownCell("the rest is made of other names in the other range", path="who")
        scan = Scan(frame, desk.scope)
        if "by" in who:
            group = parse_group({"by": who["by"]}, frame)
            if group is not None:
                scan = replace(scan, among=group_people_sql(self.walk, group, scan))
        ctes = [paths_sql(self.walk, scan)]
        if spot.needs_places:
            ctes.append(placed_ctes(self.walk, scan))
        tests = spot.tests(self.walk, self.frame.top, scan)
        listed = ",\n".join(ctes)
        return scan.binder.statement(
            f"WITH\n{listed}\nSELECT person AS person_id\nFROM paths\nWHERE {all_of(tests)}"
        )

    def _paths(self, scan: Scan, desk: Desk) -> PathResult:
        rows = desk.read(hops_statement(self.walk, self.frame.top, scan))
        if rows and rows[0][-1] > NAMES_MAX:
            raise TooMuchAsked(
                f"{self.walk.property_name} has more than {NAMES_MAX:,} values; filter the events",
                path="named_by.property",
            )
        return shape_paths([Hop(*row[:-1]) for row in rows], self.walk, self.frame.top)

    def _compared(self, groups: Sequence[Grouped] | None, desk: Desk) -> "Path":
        """The same question over the range it is compared with: as many names as an answer can tell apart."""
        frame = compared_frame(self.comparison, self.frame, desk.scope, groups)
        return replace(self, frame=replace(frame, top=TOP_MAX))

    def _groups(self, desk: Desk) -> Iterator[PathGroup]:
        """The paths of each of the largest groups, beside those of the range compared with."""
        split = groups_frame(self.frame)
        for row in desk.read(groups_statement(self.walk, Scan(split, desk.scope))):
            group = read_group(split, row[1:-1], is_other=False)
            found = self._group_paths(group, desk)
            if self.comparison is not None:
                before = self._compared((), desk)._group_paths(group, desk)  # noqa: SLF001  the same class
                found = set_beside(found, before)
            yield PathGroup(group.by, found.people, found.nodes, found.links, found.previous)

    def _group_paths(self, group: Group, desk: Desk) -> PathResult:
        scan = Scan(self.frame, desk.scope)
        scan = replace(scan, among=group_people_sql(self.walk, group, scan))
        return self._paths(scan, desk)
