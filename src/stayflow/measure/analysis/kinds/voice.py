"""Voice 用户之声: what people say of us, as NPS or CSAT, from the events in which they answered.

Every answer of the range with a score on the scale counts; others are counted as `invalid`. NPS (Reichheld, 2003,
"The one number you need to grow") is the share of promoters, 9 and 10, less that of detractors, 0 to 6, times 100.
CSAT is the share of the two highest scores of a scale that begins at 1, times 100. `margin` is what a number may be
off by, at 95 %, if those who answered were drawn at random: 1.96 standard errors of a mean of +1, 0 and -1.

Where the answers have words as well, a sample of these is read for its mood and its topics: see `comments`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Final

import msgspec

from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.raw import JsonObject, read_choice, read_object, read_text
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, period_sql
from stayflow.measure.analysis.comments import SAMPLE_MAX, CommentsAnswer
from stayflow.measure.analysis.earlier import (
    Beside,
    compared_cell,
    compared_frame,
    groups_asked,
    groups_beside,
    parse_comparison,
)
from stayflow.measure.analysis.errors import UnknownCell
from stayflow.measure.analysis.groups import (
    Values,
    columns_sql,
    event_columns,
    event_values,
    group_test,
    parse_group,
    placed_sql,
    read_group,
    shown_columns,
)
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import Period, find_period, list_periods, period_name
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame, with_comparison
from stayflow.measure.analysis.written import Written, set_beside

NPS, CSAT = "nps", "csat"
PERS = ("day", "week", "month", "quarter")
SCORE_DEFAULT, SCALE_DEFAULT, SCALE_MAX = "score", 5, 100
Z_95: Final = 1.959963984540054
HAPPY, NEUTRAL, UNHAPPY = "happy", "neutral", "unhappy"
OF = ("answered", HAPPY, NEUTRAL, UNHAPPY)
COMMENTS = "comments"


class VoiceCell(msgspec.Struct, frozen=True):
    """Some answers.

    Attributes:
        answers: With a score on the scale.
        people: Who gave them.
        happy: Answers of promoters (CSAT: with one of the two highest scores).
        neutral: Answers between.
        unhappy: Answers of detractors (CSAT: below the middle of the scale).
        score: NPS, -100 to 100, or CSAT, 0 to 100; None without answers.
        margin: What it may be off by, at 95 %.
        mean: Mean score.
    """

    answers: int
    people: int
    happy: int
    neutral: int
    unhappy: int
    score: float | None
    margin: float | None
    mean: float | None


class VoicePoint(VoiceCell, frozen=True, kw_only=True):
    """One period; `is_incomplete` when it is not over."""

    t: str
    is_incomplete: bool


class VoiceGroup(VoiceCell, frozen=True, kw_only=True, omit_defaults=True):
    """The answers of one breakdown value; `previous` are those of the range compared with."""

    by: Values
    is_other: bool
    previous: VoiceCell | None = None


class VoiceResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """All answers, by period, and by value when the question is split.

    `invalid` answers have a score that is not on the scale; they count nowhere else. `comments` is there when it was
    asked for. `previous` are the answers of the range compared with, `previous_series` its periods.
    """

    method: str
    total: VoiceCell
    invalid: int
    series: list[VoicePoint]
    groups: list[VoiceGroup] | None = None
    comments: CommentsAnswer | None = None
    previous: VoiceCell | None = None
    previous_series: list[VoicePoint] | None = None


@dataclass(frozen=True, slots=True)
class Voice(Beside[VoiceResult]):
    """A question for NPS or CSAT, or for comments.

    Attributes:
        answer_event: In which people answered.
        score: The property with the score; None where only comments are asked for.
        method: `nps` or `csat`.
        scale: The highest score of CSAT.
        per: Length of the periods.
        comment: The property with what they wrote, when it is asked for.
    """

    answer_event: EventSelection
    score: str | None
    method: str
    scale: int
    per: Granularity
    comment: str | None = None

    def alone(self, desk: Desk) -> VoiceResult:
        """The scores, and what was written."""
        comments = None if self.comment is None else self._written(self.comment).answer(desk)
        if self.score is None:
            nothing = self._cell(_NOTHING)
            return VoiceResult(self.method, nothing, 0, [], comments=comments)
        return msgspec.structs.replace(self._scores(desk), comments=comments)

    def beside(self, now: VoiceResult, desk: Desk) -> VoiceResult:
        """The scores of the range compared with, and what was written then of the topics of now."""
        if now.comments is not None:
            was_written = self._written_then(now.comments, desk).answer(desk)
            now = msgspec.structs.replace(now, comments=set_beside(now.comments, was_written))
        if self.score is None:
            return now
        was = replace(self, comment=None).then(desk, now.groups).alone(desk)
        groups = groups_beside(VoiceGroup, now.groups, was.groups, self._cell(_NOTHING))
        return msgspec.structs.replace(
            now, previous=was.total, previous_series=was.series, groups=groups
        )

    def _scores(self, desk: Desk) -> VoiceResult:
        (total,) = desk.read(self._statement(Scan(self.frame, desk.scope), {}, "rated"))
        ((invalid,),) = desk.read(self._invalid(Scan(self.frame, desk.scope)))
        rows = desk.read(self._statement(Scan(self.frame, desk.scope), {"t": "t"}, "rated"))
        periods = self._periods(desk.scope)
        found = {period_name(row[0], periods): row[1:] for row in rows}
        series = [
            VoicePoint(
                **msgspec.structs.asdict(self._cell(found.get(each.t, _NOTHING))),
                t=each.t,
                is_incomplete=not each.is_over(desk.scope.now),
            )
            for each in periods
        ]
        return VoiceResult(
            method=self.method,
            total=self._cell(total),
            invalid=invalid,
            series=series,
            groups=self._groups(desk) if self.frame.by else None,
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        gap = "" if lang == "zh" else " "
        said = [self._describe_score(lang, self.score)] if self.score is not None else []
        if self.comment is not None:
            said.append(
                _COMMENTS.say(
                    lang,
                    comment=self.comment,
                    count=str(SAMPLE_MAX),
                    events=describe_selection(self.answer_event, lang),
                )
            )
        counted = with_comparison(gap.join(said), self.comparison, lang)
        return describe_frame(self.frame, counted, lang)

    def _describe_score(self, lang: Lang, score: str) -> str:
        said = {
            NPS: Sentence(
                "NPS = 推荐者（9–10 分）占比 − 贬损者（0–6 分）占比，乘以 100",
                "NPS is the share of promoters (9 and 10) less that of detractors (0 to 6), times 100",
            ),
            CSAT: Sentence(
                "CSAT = 最高两档评分的占比，乘以 100（量表 1 至 {scale}）",
                "CSAT is the share of the two highest scores on a scale from 1 to {scale}, times 100",
            ),
        }[self.method].say(lang, scale=str(self.scale))
        return Sentence(
            "所选时间内 {events} 的每次回答，分数取 {score}；{said}；不在量表上的分数不计入，另外列出。",
            "Every answer {events} of the range, with its {score}: {said}. Scores that are not on the scale do not "
            "count, and are told apart.",
        ).say(lang, events=describe_selection(self.answer_event, lang), score=score, said=said)

    def _written(self, comment: str) -> Written:
        return Written(self.frame, self.answer_event, comment)

    def _written_then(self, now: CommentsAnswer, desk: Desk) -> Written:
        """The comments of the range compared with, of the topics and the values that an answer tells apart."""
        assert self.comment is not None  # noqa: S101  there is an answer
        frame = compared_frame(self.comparison, self.frame, desk.scope, now.groups)
        topics = tuple(each.topic for each in now.topics)
        return Written(frame, self.answer_event, self.comment, topics)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """Who answered, or gave a `happy`, `neutral` or `unhappy` answer: in all, in a period `t`, of a group.

        With `of: comments`, who wrote: in all, in a `mood`, of a `topic`, of a group. With `compared`, those of the
        other range.

        Raises:
            UnknownCell: Scores or comments are pointed at that were not asked for.
        """
        if who.get("of") == COMMENTS:
            return self._writers(who, desk)
        read_object(who, "who", known=("of", "t", "by", "is_other", "compared"))
        if self.score is None:
            raise UnknownCell("the question asks for no scores", path="who.of")
        if (cell := compared_cell(who)) is not None:
            groups = groups_asked(who, lambda: self._scores(desk).groups or ())
            return self.then(desk, groups).people(cell, desk)
        of = read_choice(who.get("of", OF[0]), "who.of", OF)
        scan = Scan(self.frame, desk.scope)
        ctes, source = _ctes(self, scan), "rated"
        tests = ["1" if of == OF[0] else f"mood = '{of}'"]
        if "by" in who:
            group = parse_group(who, self.frame)
            if group is not None:
                source = "placed"
                ctes += f",\n{placed_sql(scan, 'rated')}"
                tests.append(group_test(group, self.frame, scan.binder))
        if who.get("t") is not None:
            period = find_period(self._periods(desk.scope), read_text(who["t"], "who.t"))
            tests.append(
                f"time >= {scan.binder.instant(period.start)} AND time < {scan.binder.instant(period.end)}"
            )
        return scan.binder.statement(
            f"WITH\n{ctes}\nSELECT DISTINCT person AS person_id\nFROM {source}\nWHERE {all_of(tests)}"
        )

    def _writers(self, who: JsonObject, desk: Desk) -> Statement:
        """Who wrote, in the own range or in the one compared with."""
        if self.comment is None:
            raise UnknownCell("the question asks for no comments", path="who.of")
        written = self._written(self.comment)
        if (cell := compared_cell(who)) is None:
            return written.people(who, desk)
        return self._written_then(written.answer(desk), desk).people(cell, desk)

    def mood_sql(self) -> str:
        """SQL of what a score says."""
        low, high = (7, 9) if self.method == NPS else ((1 + self.scale) / 2, self.scale - 1)
        return f"multiIf(score >= {high}, '{HAPPY}', score < {low}, '{UNHAPPY}', '{NEUTRAL}')"

    def bounds_sql(self) -> str:
        """Test of a score lying on the scale."""
        least, most = (0, 10) if self.method == NPS else (1, self.scale)
        return f"score BETWEEN {least} AND {most}"

    def _groups(self, desk: Desk) -> list[VoiceGroup]:
        top, keys = self.frame.top, shown_columns(self.frame)
        scan = Scan(self.frame, desk.scope)
        rows = desk.read(self._statement(scan, keys, "placed"))
        groups = []
        for row in sorted(rows, key=lambda row: row[0]):
            size = len(keys)
            group = read_group(self.frame, row[1:size], is_other=row[0] > top)
            cell = msgspec.structs.asdict(self._cell(row[size:]))
            groups.append(VoiceGroup(**cell, by=group.by, is_other=group.is_other))
        return groups

    def _statement(self, scan: Scan, keys: Mapping[str, str], source: str) -> Statement:
        """A row per key: answers, people, happy, neutral and unhappy answers, the sum of the scores.

        Args:
            scan: The statement.
            keys: SQL of the columns it is split by, by name.
            source: `rated`, or `placed` for groups.
        """
        ctes = _ctes(self, scan)
        if source == "placed":
            ctes += f",\n{placed_sql(scan, 'rated')}"
        moods = ", ".join(f"countIf(mood = '{mood}')" for mood in (HAPPY, NEUTRAL, UNHAPPY))
        shown = "".join(f"{sql} AS {name}, " for name, sql in keys.items())
        end = f"\nGROUP BY {', '.join(keys)}" if keys else ""
        return scan.binder.statement(
            f"WITH\n{ctes}\nSELECT {shown}count(), uniqExact(person), {moods}, sum(score)\nFROM {source}{end}"
        )

    def _invalid(self, scan: Scan) -> Statement:
        return scan.binder.statement(
            f"SELECT count()\nFROM (\n{_answers_sql(self, scan)}\n)\nWHERE NOT ({self.bounds_sql()})"
        )

    def _cell(self, row: Sequence[Any]) -> VoiceCell:
        answers, people, happy, neutral, unhappy, total = row
        against = unhappy if self.method == NPS else 0
        mean = (happy - against) / answers if answers else 0.0
        spread = (happy + against) / answers - mean**2 if answers else 0.0
        return VoiceCell(
            answers=answers,
            people=people,
            happy=happy,
            neutral=neutral,
            unhappy=unhappy,
            score=100 * mean if answers else None,
            margin=100 * Z_95 * sqrt(max(0.0, spread) / answers) if answers else None,
            mean=total / answers if answers else None,
        )

    def _periods(self, scope: Scope) -> list[Period]:
        return list_periods(self.frame.range, self.per, scope.zone, scope.now)


_NOTHING = (0, 0, 0, 0, 0, 0)
_COMMENTS: Final = Sentence(
    "评论取自 {events} 的 {comment}：按固定抽样最多读 {count} 条，按词判断正面、中性、负面（中文和英文），"
    "主题为多人使用且结合紧密的词；以下数字均为样本中的数字。",
    "Comments are the {comment} of {events}: a sample of {count} at most is read, always the same. Words decide "
    "whether one praises, blames or neither (Chinese and English); topics are words that many use and that hold "
    "together. "
    "All numbers are of the sample.",
)


def parse_voice(raw: JsonObject, frame: Frame) -> Voice:
    """Read `event`, `where`, `score`, `method`, `scale`, `per`, `comment` and `compare`.

    With a comment the score may be left out.

    Raises:
        TooMuchAsked: A scale of less than 2 or more than 100.
    """
    check_fields(raw, "event", "where", "score", "method", "scale", "per", "comment", "compare")
    comment, score = raw.get("comment"), raw.get("score")
    if score is None and comment is None:
        score = SCORE_DEFAULT
    return Voice(
        frame=frame,
        answer_event=parse_selection(raw),
        score=None if score is None else read_text(score, "score"),
        method=read_choice(raw.get("method", NPS), "method", (NPS, CSAT)),
        scale=read_count(raw.get("scale", SCALE_DEFAULT), "scale", least=2, most=SCALE_MAX),
        per=Granularity(read_choice(raw.get("per", "month"), "per", PERS)),
        comment=None if comment is None else read_text(comment, "comment"),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )


def _answers_sql(voice: Voice, scan: Scan) -> str:
    scope, binder = scan.scope, scan.binder
    score = property_sql(
        scope, binder, voice.score or SCORE_DEFAULT, wanted=ValueType.NUMBER, path="score"
    )
    tests = [
        selection_sql(voice.answer_event, scope, binder),
        scan.between(*scan.bounds()),
        f"isNotNull({score})",
        *scan.tests(),
    ]
    values = "".join(
        f", {value} AS {column}"
        for column, value in zip(event_columns(voice.frame), event_values(scan), strict=True)
    )
    return (
        f"  SELECT {scope.event_person} AS person, time, toFloat64(assumeNotNull({score})) AS score{values}\n"
        f"  FROM events\n  WHERE {all_of(tests)}"
    )


def _ctes(voice: Voice, scan: Scan) -> str:
    """CTE `rated`: a row per answer, its `person`, `time`, period `t`, `score`, `mood`, and what it is split by."""
    period = period_sql("time", voice.per, scan.scope.zone)
    return (
        f"answered AS (\n{_answers_sql(voice, scan)}\n),\n"
        f"rated AS (\n  SELECT person, time, {period} AS t, score, {voice.mood_sql()} AS mood{columns_sql(scan)}\n"
        f"  FROM answered{scan.joins('person')}\n  WHERE {voice.bounds_sql()}\n)"
    )
