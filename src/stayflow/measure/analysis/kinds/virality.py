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
        ((invitations, inviters),) = desk.read(self._invitations(Scan(self.frame, desk.scope)))
        ((invited, cycle),) = desk.read(self._arrivals(Scan(self.frame, desk.scope)))
        active_people = active_people_statement(Scan(self.frame, desk.scope))
        ((active,),) = desk.read(
            Statement(f"SELECT count() FROM (\n{active_people.sql}\n)", active_people.parameters)
        )
        depths = self._tree(desk)[1]
        sizes = np.bincount(depths[depths > 0]) if len(depths) else np.zeros(1, dtype=np.int64)
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
            depth=max(0, len(sizes) - 1),
            circular=int((depths == 0).sum()),
            generations=[
                Generation(depth, int(size)) for depth, size in enumerate(sizes) if depth > 0
            ],
            top=[Inviter(*row) for row in desk.read(self._top(Scan(self.frame, desk.scope)))],
            series=self._series(desk),
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
            people, depths = self._tree(desk)
            ids = [int(each) for each in people[depths == wanted]]
            return Statement("SELECT arrayJoin({ids:Array(UInt64)}) AS person_id", {"ids": ids})
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

    def _invitations(self, scan: Scan) -> Statement:
        return scan.binder.statement(
            f"SELECT count(), uniqExact({scan.scope.event_person})\nFROM events\n"
            f"WHERE {all_of(self._invited_in_range(scan))}"
        )

    def _arrivals(self, scan: Scan) -> Statement:
        return scan.binder.statement(
            f"WITH\n{self._arrivals_cte(scan)}\n"
            "SELECT count(), quantileExactInclusive(0.5)(dateDiff('millisecond', sent_at, came))\n"
            f"FROM arrivals\nWHERE {self._came_in_range(scan)}"
        )

    def _top(self, scan: Scan) -> Statement:
        return scan.binder.statement(
            f"WITH\n{self._arrivals_cte(scan)}\n"
            "SELECT person, sum(is_invitation) AS invitations, sum(is_arrival) AS invited\nFROM (\n"
            "  SELECT inviter AS person, 0 AS is_invitation, 1 AS is_arrival\n"
            f"  FROM arrivals\n  WHERE {self._came_in_range(scan)}\n  UNION ALL\n"
            f"  SELECT {scan.scope.event_person} AS person, 1, 0\n  FROM events\n"
            f"  WHERE {all_of(self._invited_in_range(scan))}\n)\n"
            "GROUP BY person\nHAVING invited > 0\n"
            f"ORDER BY invited DESC, invitations DESC, person\nLIMIT {self.frame.top}"
        )

    def _series(self, desk: Desk) -> list[ViralityPoint]:
        scan = Scan(self.frame, desk.scope)
        zone = desk.scope.zone
        rows = desk.read(
            scan.binder.statement(
                f"WITH\n{self._arrivals_cte(scan)}\n"
                "SELECT t, sum(is_invitation), sum(is_arrival)\nFROM (\n"
                f"  SELECT {period_sql('came', self.per, zone)} AS t, 0 AS is_invitation, 1 AS is_arrival\n"
                f"  FROM arrivals\n  WHERE {self._came_in_range(scan)}\n  UNION ALL\n"
                f"  SELECT {period_sql('time', self.per, zone)} AS t, 1, 0\n  FROM events\n"
                f"  WHERE {all_of(self._invited_in_range(scan))}\n)\nGROUP BY t"
            )
        )
        found: Mapping[date, tuple[int, int]] = {t: (sent, came) for t, sent, came in rows}
        return [
            ViralityPoint(
                each.t,
                *found.get(date.fromisoformat(each.t), (0, 0)),
                is_incomplete=not each.is_over(desk.scope.now),
            )
            for each in list_periods(self.frame.range, self.per, zone, desk.scope.now)
        ]

    def _tree(self, desk: Desk) -> tuple[Ids, npt.NDArray[np.int64]]:
        """Everybody invited until the end of the range, and the generation of each; 0 where it is a circle."""
        scan = Scan(self.frame, desk.scope)
        edges = scan.binder.statement(
            f"WITH\n{self._arrivals_cte(scan)}\nSELECT invitee, inviter\nFROM arrivals\nORDER BY invitee"
        )
        pairs = np.array(desk.read(edges), dtype=np.uint64).reshape(-1, 2)
        invitees, inviters = pairs[:, 0], pairs[:, 1]
        return invitees, generations(invitees, inviters)


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
