"""Which people a cell of the paths has: at a step, at one of its names, of a link, or where paths are over."""

from dataclasses import dataclass

from stayflow.language.raw import JsonObject, join, read_boolean, read_text
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.kinds.path.model import LINK_ENDS
from stayflow.measure.analysis.request import read_count, refuse_beside
from stayflow.measure.analysis.scan import Scan
from stayflow.measure.analysis.walks import (
    AFTER,
    BEFORE,
    Walk,
    again_sql,
    leading_sql,
    names_sql,
)

SPOT_FIELDS = ("level", "name", "is_other", *LINK_ENDS.values(), "again", "end")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a step, or the rest of it."""

    name: str | None
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Which people: at the step `index` of a side, at the name `here`, who went on to `there`."""

    side: int
    index: int
    here: Name | None
    there: Name | None = None
    is_link: bool = False
    is_again: bool = False
    is_over: bool = False
    is_pending: bool = False

    @property
    def needs_places(self) -> bool:
        """True when the rest of a step is asked for."""
        return any(each is not None and each.is_other for each in (self.here, self.there))

    def tests(self, walk: Walk, top: int, scan: Scan) -> list[str]:
        """Tests of rows of `paths`."""
        place = self.index + 1
        tests = [f"side = {self.side}", f"length(path) >= {place}"]
        for name, index in ((self.here, self.index), (self.there, self.index + 1)):
            if name is not None:
                tests.append(_name_test(name, (self.side, index, top), walk, scan))
        if self.is_link:
            tests.append(f"length(path) > {place}")
        if self.is_again:
            tests.append(again_sql(self.side, str(place)))
        if self.is_over:
            tests.append(f"length(path) = {place} AND {place} < {walk.depth}")
        if self.is_pending:
            tests.append("is_open")
        return tests


def parse_spot(who: JsonObject, walk: Walk) -> Spot:
    """Read `level` and `name`, or `from` and `to`.

    Raises:
        UnknownCell: The path has no such step, or paths do not end so.
    """
    least = 1 - walk.depth if BEFORE in walk.sides else 0
    most = walk.depth - 1 if AFTER in walk.sides else 0
    level = read_count(who.get("level", 0), "who.level", least=least, most=most)
    if not set(LINK_ENDS.values()).isdisjoint(who):
        if level == most:
            raise UnknownCell(f"no link leads from level {level}", path="who.level")
        refuse_beside(who, "a link", "name", "is_other", "end")
        return _parse_link(who, level)
    refuse_beside(who, "a step", "again")
    here = _parse_name(who, "name", "is_other")
    end = who.get("end")
    if end not in (None, "ended", "pending", "begun"):
        raise UnknownCell("expected ended, pending or begun", path="who.end")
    side = BEFORE if level < 0 or end == "begun" or AFTER not in walk.sides else AFTER
    return Spot(side, abs(level), here, is_over=end is not None, is_pending=end == "pending")


def _parse_link(who: JsonObject, level: int) -> Spot:
    source, target = (_parse_name(who, end, f"is_{end}_other") for end in ("from", "to"))
    is_again = read_boolean(who.get("again", False), "who.again")
    if level < 0:
        return Spot(BEFORE, -level - 1, target, source, is_link=True, is_again=is_again)
    return Spot(AFTER, level, source, target, is_link=True, is_again=is_again)


def _parse_name(who: JsonObject, field: str, rest: str) -> Name | None:
    if read_boolean(who.get(rest, False), join("who", rest)):
        return Name(None, is_other=True)
    if field not in who:
        return None
    name = who[field]
    return Name(None if name is None else read_text(name, join("who", field)))


def _name_test(name: Name, step: tuple[int, int, int], walk: Walk, scan: Scan) -> str:
    """Test of the name at a step: (side, index, how many names of it are told apart)."""
    code = f"path[{step[1] + 1}]"
    if name.is_other:
        return f"{code} NOT IN ({leading_sql(*step)})"
    wanted = scan.binder.bind(name.name or "", "String")
    return f"{names_sql(walk, scan)}[{code}] = {wanted}"
