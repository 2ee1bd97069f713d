"""Virality 裂变: people who bring people.

An invitation is an `invite` event; the value of its link (an invitation code, say) belongs to whoever used it first.
A person is invited by another whose link stands in their `accepted` event, at the time of the invitation or later
(equal times follow the order of arrival): once, by the first such event ever, and never by themselves.

K = invitations per active person x invited per invitation; the cycle is the time from the invitation to being there.
In the tree an invited person stands one generation below who invited them; who was invited in a circle has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec
import numpy as np
import numpy.typing as npt

from stayflow.language.metric import (
    EventSelection,
    describe_selection,
    parse_selection,
    selection_sql,
)
from stayflow.language.place import PLACE_SQL, instant_sql
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    read_choice,
    read_number,
    read_object,
    read_text,
)
from stayflow.language.scope import ValueType, property_sql
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Statement
from stayflow.language.window import Granularity, period_sql
from stayflow.measure.analysis.daily import active_people_statement
from stayflow.measure.analysis.earlier import Beside, compared_cell, line_of, parse_comparison
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.periods import find_period, list_periods
from stayflow.measure.analysis.request import check_fields, read_count
from stayflow.measure.analysis.scan import Scan, all_of
from stayflow.measure.analysis.words import describe_frame, with_comparison

PERS = ("day", "week", "month")
WHO = ("invited", "inviters", "active")
GENERATIONS_MAX = 1000
Ids = npt.NDArray[np.uint64]


class ViralityPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """One period: invitations sent in it, and people who came in it; `is_incomplete` when it is not over."""

    t: str
    invitations: int
    invited: int
    is_incomplete: bool = False


class Generation(msgspec.Struct, frozen=True):
    """People so many invitations away from somebody who was not invited; 1 is by them."""

    generation: int
    people: int


class Inviter(msgspec.Struct, frozen=True):
    """Somebody whose invitations were accepted in the range."""

    person_id: int
    invitations: int
    invited: int


class ViralityNumbers(msgspec.Struct, frozen=True):
    """How people bring people, in a range.

    Attributes:
        active: People with any event in the range.
        inviters: People who sent an invitation in the range.
        invitations: Sent in the range.
        invited: People who came by an invitation in the range.
        invitations_per_person: Per active person; None without any.
        conversion: Invited per invitation.
        k_factor: Invited per active person, the product of the two.
        invited_per_inviter: Invited per person who sent an invitation.
        cycle_seconds: Half of the invited came no later after their invitation.
        depth: The deepest generation until the end of the range.
        circular: People who were invited in a circle.
        generations: The sizes of all of them.
        top: Who brought most.
    """

    active: int
    inviters: int
    invitations: int
    invited: int
    invitations_per_person: float | None
    conversion: float | None
    k_factor: float | None
    invited_per_inviter: float | None
    cycle_seconds: float | None
    depth: int
    circular: int
    generations: list[Generation]
    top: list[Inviter]


class ViralityResult(ViralityNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """The range, and its periods, oldest first; `previous` and its series are of the range compared with."""

    series: list[ViralityPoint]
    previous: ViralityNumbers | None = None
    previous_series: list[ViralityPoint] | None = None


@dataclass(frozen=True, slots=True)
class Virality(Beside[ViralityResult]):
    """A question for virality; the links are the properties that join an acceptance to its invitation."""

    invite: EventSelection
    accepted: EventSelection
    invite_link: str
    accepted_link: str
    per: Granularity

    def beside(self, now: ViralityResult, desk: Desk) -> ViralityResult:
        """The numbers, and the periods, of the range compared with."""
        was = self.then(desk).alone(desk)
        before = line_of(ViralityNumbers, was)
        return msgspec.structs.replace(now, previous=before, previous_series=was.series)

    def alone(self, desk: Desk) -> ViralityResult:
        """Who brought whom in the range."""
        found = self._read(desk)
        invitations, inviters, invited, cycle = found.whole
        active_people = active_people_statement(Scan(self.frame, desk.scope))
        ((active,),) = desk.read(
            Statement(f"SELECT count() FROM (\n{active_people.sql}\n)", active_people.parameters)
        )
        circular, *generations = found.generations()
        return ViralityResult(
            active=active,
            inviters=inviters,
            invitations=invitations,
            invited=invited,
            invitations_per_person=_ratio(invitations, active),
            conversion=_ratio(invited, invitations),
            k_factor=_ratio(invited, active),
            invited_per_inviter=_ratio(invited, inviters),
            cycle_seconds=cycle / 1000 if invited else None,
            depth=len(generations),
            circular=circular,
            generations=[Generation(n, size) for n, size in enumerate(generations, start=1)],
            top=found.top(self.frame.top),
            series=self._series(found.periods, desk),
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        counted = Sentence(
            "邀请为 {invite}；被邀请的人为首次发生 {accepted}、且其 {accepted_link} 属于他人邀请的 {invite_link} 的人，"
            "每人只算一次，自己邀请自己不算。K = 活跃的人均邀请数 × 每次邀请带来的人数；"
            "周期为邀请到加入用时的中位数；代数为截至所选时间结束的邀请树。",
            "Invitations are {invite}. Invited are people whose first {accepted} with another person's {invite_link} "
            "as {accepted_link} lies in the range, each once, nobody by themselves. K is invitations per active person "
            "times invited per invitation; the cycle is the median time from the invitation to coming; generations "
            "are of the tree until the end of the range.",
        ).say(
            lang,
            invite=describe_selection(self.invite, lang),
            accepted=describe_selection(self.accepted, lang),
            invite_link=self.invite_link,
            accepted_link=self.accepted_link,
        )
        return describe_frame(self.frame, with_comparison(counted, self.comparison, lang), lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """`invited` (also of a period `t`, by an `inviter`, or of a `generation`), `inviters` or `active` people.

        Raises:
            Malformed: Two of them are asked for at once.
            UnknownCell: Nothing is compared.
        """
        read_object(who, "who", known=("of", "t", "inviter", "generation", "compared"))
        if (cell := compared_cell(who)) is not None:
            return self.then(desk).people(cell, desk)
        who = {name: value for name, value in who.items() if name != "compared"}
        if len(who) > 1 and not (set(who) == {"of", "t"} and who["of"] == "invited"):
            raise Malformed("name one of of, t, inviter and generation", path="who")
        scan = Scan(self.frame, desk.scope)
        of = read_choice(who.get("of", "invited"), "who.of", WHO)
        if of == "active":
            return active_people_statement(scan)
        if of == "inviters":
            return scan.binder.statement(
                f"SELECT DISTINCT {scan.scope.event_person} AS person_id\nFROM events\n"
                f"WHERE {all_of(self._invited_in_range(scan))}"
            )
        if "generation" in who:
            wanted = read_count(who["generation"], "who.generation", least=0, most=GENERATIONS_MAX)
            ids = scan.binder.bind(self._read(desk).inviters_of(wanted), "Array(UInt64)")
            return scan.binder.statement(
                f"WITH\n{self._arrivals_cte(scan)}\nSELECT invitee AS person_id\nFROM arrivals\n"
                f"WHERE inviter IN {ids}"
            )
        tests = ["1"]
        if "inviter" in who:
            person = int(read_number(who["inviter"], "who.inviter"))
            tests.append(f"inviter = {scan.binder.bind(person, 'UInt64')}")
        if "t" in who:
            periods = list_periods(self.frame.range, self.per, desk.scope.zone, desk.scope.now)
            period = find_period(periods, read_text(who["t"], "who.t"))
            tests.append(
                f"came >= {scan.binder.instant(period.start)} AND came < {scan.binder.instant(period.end)}"
            )
        return scan.binder.statement(
            f"WITH\n{self._arrivals_cte(scan)}\nSELECT invitee AS person_id\nFROM arrivals\n"
            f"WHERE {self._came_in_range(scan)} AND {all_of(tests)}"
        )

    def _link(self, name: str, path: str, scan: Scan) -> str:
        return property_sql(scan.scope, scan.binder, name, wanted=ValueType.TEXT, path=path)

    def _invited_in_range(self, scan: Scan) -> list[str]:
        return [
            selection_sql(self.invite, scan.scope, scan.binder),
            scan.between(*scan.bounds()),
            *scan.tests(),
        ]

    def _came_in_range(self, scan: Scan) -> str:
        return f"came >= {scan.binder.instant(scan.bounds()[0])}"

    def _arrivals_cte(self, scan: Scan) -> str:
        """CTE `arrivals`: `invitee`, `inviter`, when they `came`, when it was `sent_at`."""
        scope, binder = scan.scope, scan.binder
        before = f"time < {binder.instant(scan.bounds()[1])}"
        ctes = []
        for name, selection, link, path in (
            ("sent", self.invite, self.invite_link, "link.invite"),
            ("taken", self.accepted, self.accepted_link, "link.accepted"),
        ):
            tests = all_of([selection_sql(selection, scope, binder), before, *scan.tests()])
            ctes.append(
                f"{name} AS (\n  SELECT {self._link(link, path, scan)} AS link, {scope.event_person} AS person,"
                f" {PLACE_SQL} AS at\n  FROM events\n  WHERE {tests} AND link != ''\n)"
            )
        ctes.append(
            "owned AS (\n  SELECT link, argMin(person, at) AS owner, min(at) AS since\n  FROM sent\n  GROUP BY link\n)"
        )
        ctes.append(
            f"arrivals AS (\n  SELECT taken.person AS invitee, {instant_sql('min(taken.at)')} AS came,"
            f" argMin((owner, since), taken.at) AS first, first.1 AS inviter, {instant_sql('first.2')} AS sent_at\n"
            "  FROM taken INNER JOIN owned ON taken.link = owned.link\n"
            "  WHERE owner != taken.person AND taken.at >= since\n  GROUP BY invitee\n)"
        )
        return ",\n".join(ctes)

    def _series(self, found: Mapping[date, tuple[int, int]], desk: Desk) -> list[ViralityPoint]:
        scope = desk.scope
        return [
            ViralityPoint(
                each.t,
                *found.get(date.fromisoformat(each.t), (0, 0)),
                is_incomplete=not each.is_over(scope.now),
            )
            for each in list_periods(self.frame.range, self.per, scope.zone, scope.now)
        ]

    def _read(self, desk: Desk) -> "_Found":
        whole, periods, inviters = (0, 0, 0, 0.0), dict[date, tuple[int, int]](), []
        for t, person, sent, senders, invited, wait, brought, above in desk.read(
            self._counts(Scan(self.frame, desk.scope))
        ):
            if person is not None:
                inviters.append((person, sent, invited, brought, above))
            elif t is not None:
                periods[t] = sent, invited
            else:
                whole = sent, senders, invited, wait
        columns = np.array(sorted(inviters), dtype=np.uint64).reshape(-1, 5).T
        return _Found(whole, periods, columns)

    def _counts(self, scan: Scan) -> Statement:
        """One row in all, one a period, and one a person who brought somebody until the end of the range.

        Columns: the period and the person, NULL where not meant; invitations, and whose they are; who came, and how
        long half of them took; and of a person how many came by them ever, and who invited them (0: nobody).
        """
        came_in, sent_in = (
            period_sql(column, self.per, scan.scope.zone) for column in ("came", "time")
        )
        wait = "dateDiff('millisecond', sent_at, came)"
        steps = (
            f"  SELECT part.1 AS person, part.2 AS invited_by, part.3 AS brought, toNullable({came_in}) AS t,\n"
            f"    brought AND {self._came_in_range(scan)} AS is_arrival, {wait} AS wait, 0 AS invitations\n"
            "  FROM arrivals ARRAY JOIN [(inviter, toUInt64(0), true), (invitee, inviter, false)] AS part\n"
            f"  UNION ALL\n  SELECT {scan.scope.event_person} AS person, 0, false, toNullable({sent_in}) AS t,"
            " false, 0, count()\n"
            f"  FROM events\n  WHERE {all_of(self._invited_in_range(scan))}\n  GROUP BY person, t"
        )
        return scan.binder.statement(
            f"WITH\n{self._arrivals_cte(scan)},\nsteps AS (\n{steps}\n)\n"
            "SELECT t, toNullable(person) AS node, sum(invitations), uniqExactIf(person, invitations > 0),\n"
            "  countIf(is_arrival), quantileExactInclusiveIf(0.5)(wait, is_arrival),\n"
            "  countIf(brought) AS brought_ever, max(invited_by)\n"
            "FROM steps\nGROUP BY GROUPING SETS ((), (t), (node))\nHAVING isNull(node) OR brought_ever > 0"
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was counted.

    Attributes:
        whole: Invitations, inviters and invited of the range, and the median wait in milliseconds.
        periods: Invitations and invited by the first day of their period.
        inviters: A column for each person who brought somebody until the end of the range: who, their invitations and
            the invited of the range, whom they brought ever, and who invited them (0: nobody).
    """

    whole: tuple[int, int, int, float]
    periods: Mapping[date, tuple[int, int]]
    inviters: Ids

    def levels(self) -> npt.NDArray[np.int64]:
        """The generation of those whom each of the inviters brought; 0 where it is a circle."""
        people, _, _, _, above = self.inviters
        invited = above > 0
        depths = generations(people[invited], above[invited])
        levels = np.ones(len(people), dtype=np.int64)
        levels[invited] = np.where(depths > 0, depths + 1, 0)
        return levels

    def generations(self) -> list[int]:
        """How many came in a circle, and in each generation from the first on."""
        sizes = np.bincount(self.levels(), weights=self.inviters[3].astype(np.float64), minlength=1)
        return [int(size) for size in sizes]

    def inviters_of(self, generation: int) -> list[int]:
        """Who brought the people of a generation."""
        return [int(person) for person in self.inviters[0][self.levels() == generation]]

    def top(self, size: int) -> list[Inviter]:
        """Who brought most in the range; of as many, who invited more often."""
        people, sent, brought = (column.astype(np.int64) for column in self.inviters[:3])
        first = np.lexsort((people, -sent, -brought))[:size]
        return [
            Inviter(int(people[at]), int(sent[at]), int(brought[at])) for at in first if brought[at]
        ]


def generations(invitees: Ids, inviters: Ids) -> npt.NDArray[np.int64]:
    """How many invitations lie between each invitee and somebody who was not invited; 0 for a circle.

    Each looks twice as far up as in the round before (pointer jumping: Wyllie, 1979, "The complexity of parallel
    computations"), so that a chain of n takes log n rounds.

    Args:
        invitees: In rising order, each once.
        inviters: Of each.
    """
    if not len(invitees):
        return np.zeros(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(invitees, inviters), len(invitees) - 1)
    above = np.where(invitees[at] == inviters, at, -1)
    depths = np.ones(len(invitees), dtype=np.int64)
    for _ in range(len(invitees).bit_length() + 1):
        has_more = above >= 0
        depths = np.where(has_more, depths + depths[above], depths)
        above = np.where(has_more, above[above], -1)
    depths[above >= 0] = 0
    return depths


def parse_virality(raw: JsonObject, frame: Frame) -> Virality:
    """Read `invite`, `accepted`, `link`, `per` and `compare`.

    `link` names the property that an acceptance shares with its invitation, or one for each:
    `{"invite": "code", "accepted": "invite_code"}`.

    Raises:
        Unsupported: A breakdown.
    """
    check_fields(raw, "invite", "accepted", "link", "per", "compare")
    if frame.by:
        raise Unsupported("virality is not split by values; use filter or people", path="by")
    link = raw.get("link")
    if isinstance(link, Mapping):
        node = read_object(link, "link", known=("invite", "accepted"))
        links = [read_text(node.get(name), f"link.{name}") for name in ("invite", "accepted")]
    else:
        links = [read_text(link, "link")] * 2
    known = ("event", "where")
    return Virality(
        frame=frame,
        invite=parse_selection(read_object(raw.get("invite"), "invite", known=known), "invite"),
        accepted=parse_selection(
            read_object(raw.get("accepted"), "accepted", known=known), "accepted"
        ),
        invite_link=links[0],
        accepted_link=links[1],
        per=Granularity(read_choice(raw.get("per", "week"), "per", PERS)),
        comparison=parse_comparison(raw.get("compare"), frame.range),
    )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
