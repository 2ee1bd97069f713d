"""The comments of events: which are read, what is said of them, and the people behind each number of it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.statement import Binder, Statement
from stayflow.language.window import Granularity, period_sql
from stayflow.measure.analysis.comments import (
    LENGTH_MAX,
    SAMPLE_MAX,
    Comment,
    CommentCounts,
    CommentGroup,
    CommentsAnswer,
    CommentsNumbers,
    Mood,
    Reading,
)
from stayflow.measure.analysis.earlier import groups_beside, line_of
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.groups import (
    columns_sql,
    event_columns,
    event_values,
    group_columns,
    parse_group,
    read_group,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.scan import Scan, all_of

WHO_FIELDS = ("of", "mood", "topic", "by", "is_other", "compared")
_IsAsked = Callable[[Comment], bool]


@dataclass(frozen=True, slots=True)
class Written:
    """The comments in the property `text` of some events of a question.

    Attributes:
        frame: The shared part.
        events: In which they stand.
        text: The property.
        topics: Those that are looked for; None finds what the comments are about.
    """

    frame: Frame
    events: EventSelection
    text: str
    topics: tuple[str, ...] | None = None

    def answer(self, desk: Desk) -> CommentsAnswer:
        """What the comments of a sample say."""
        ((written,),) = desk.read(self._count(Scan(self.frame, desk.scope)))
        reading = self._read(desk)
        return reading.answer(written, self._groups(reading) if self.frame.by else None)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """Who wrote the comments of a `mood`, of a `topic`, of a group; all of the sample when none is named.

        Raises:
            UnknownCell: The sample has no such topic.
        """
        read_object(who, "who", known=WHO_FIELDS)
        mood = who.get("mood")
        asked = None if mood is None else Mood(read_choice(mood, "who.mood", [*Mood]))
        topic = None if who.get("topic") is None else read_text(who["topic"], "who.topic")
        reading = self._read(desk)
        if topic is not None and topic not in dict(reading.topics):
            raise UnknownCell("the comments that were read have no such topic", path="who.topic")
        people = reading.people(asked, topic, self._is_asked(who, reading))
        binder = Binder()
        ids = binder.bind(people, "Array(UInt64)")
        return binder.statement(f"SELECT arrayJoin({ids}) AS person_id")

    def _is_asked(self, who: JsonObject, reading: Reading) -> _IsAsked:
        group = parse_group(who, self.frame) if "by" in who else None
        if group is None:
            return lambda _comment: True
        if group.is_other:
            return _of_none(self._leading(reading))
        return _of_value(tuple(group.by[each.key] or "" for each in self.frame.by))

    def _groups(self, reading: Reading) -> list[CommentGroup]:
        """The leading values, then the rest."""
        leading, groups = self._leading(reading), []
        for value in leading:
            by = read_group(self.frame, value, is_other=False).by
            groups.append(reading.group(by, _of_value(value), is_other=False))
        if set(reading.values()) - set(leading):
            by = read_group(self.frame, (), is_other=True).by
            groups.append(reading.group(by, _of_none(leading), is_other=True))
        return groups

    def _leading(self, reading: Reading) -> list[tuple[str, ...]]:
        """The values that are told apart: those of most people, or those that lead in another range."""
        if self.frame.leading is not None:
            return list(self.frame.leading)
        return reading.values()[: self.frame.top]

    def _read(self, desk: Desk) -> Reading:
        """The sample; where groups overlap a comment has a row for each."""
        size = len(self.frame.by)
        found: dict[str, tuple[int, str, str]] = {}
        groups: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for key, person, day, text, *values in desk.read(
            self._sample(Scan(self.frame, desk.scope))
        ):
            found[key] = person, day, text
            groups[key].add(tuple(values[:size]))
        comments = [
            Comment(*comment, groups=frozenset(groups[key])) for key, comment in found.items()
        ]
        return Reading(comments, self.topics)

    def _count(self, scan: Scan) -> Statement:
        return scan.binder.statement(
            f"SELECT count()\nFROM events\nWHERE {all_of(self._tests(scan))}"
        )

    def _sample(self, scan: Scan) -> Statement:
        """A fair sample, the same each time: by a number made of the event's id."""
        values = "".join(
            f", {value} AS {column}"
            for column, value in zip(event_columns(self.frame), event_values(scan), strict=True)
        )
        day = f"toString({period_sql('time', Granularity.DAY, scan.scope.zone)})"
        shown = "".join(f", {column}" for column in group_columns(self.frame))
        return scan.binder.statement(
            "WITH\ndrawn AS (\n"
            f"  SELECT hex(event_id) AS key, {scan.scope.event_person} AS person, {day} AS day,\n"
            f"    substringUTF8({self._text(scan)}, 1, {LENGTH_MAX}) AS text, cityHash64(event_id) AS place{values}\n"
            f"  FROM events\n  WHERE {all_of(self._tests(scan))}\n  ORDER BY place, key\n  LIMIT {SAMPLE_MAX}\n)\n"
            f"SELECT key, person, day, text{shown}\nFROM (\n"
            f"  SELECT key, person, day, text, place{columns_sql(scan)}\n  FROM drawn{scan.joins('person')}\n"
            ")\nORDER BY place, key"
        )

    def _tests(self, scan: Scan) -> list[str]:
        return [
            selection_sql(self.events, scan.scope, scan.binder),
            scan.between(*scan.bounds()),
            f"notEmpty(trimBoth({self._text(scan)}))",
            *scan.tests(),
        ]

    def _text(self, scan: Scan) -> str:
        return property_sql(
            scan.scope, scan.binder, self.text, wanted=ValueType.TEXT, path="comment"
        )


def set_beside(now: CommentsAnswer, was: CommentsAnswer) -> CommentsAnswer:
    """What was written, and beside it what of the same topics and values was in the range compared with."""
    past = {each.topic: each for each in was.topics}
    return msgspec.structs.replace(
        now,
        topics=[
            msgspec.structs.replace(each, previous=line_of(CommentCounts, past[each.topic]))
            for each in now.topics
        ],
        groups=groups_beside(CommentGroup, now.groups, was.groups, CommentCounts(0, 0, 0, 0, 0)),
        previous=line_of(CommentsNumbers, was),
    )


def _of_value(value: tuple[str, ...]) -> _IsAsked:
    return lambda comment: value in comment.groups


def _of_none(values: list[tuple[str, ...]]) -> _IsAsked:
    leading = set(values)
    return lambda comment: bool(comment.groups - leading)
