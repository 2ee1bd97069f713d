"""The condition `reached: {journey: …, outcome: opened, within: {last: 14d}}`."""

from dataclasses import dataclass
from typing import Final

from stayflow.act.campaign.errors import CampaignNotFound
from stayflow.act.campaign.store import campaigns_called
from stayflow.kernel.ids import ProjectId
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.language.window import Range, parse_range
from stayflow.stores.relational import Relational

OUTCOMES: Final = {
    "sent": Sentence("收到过活动“{name}”的消息", "was sent the campaign “{name}”"),
    "opened": Sentence("打开过活动“{name}”的消息", "opened the campaign “{name}”"),
    "clicked": Sentence("点击过活动“{name}”的消息", "clicked in the campaign “{name}”"),
    "unsubscribed": Sentence("从活动“{name}”退订", "unsubscribed from the campaign “{name}”"),
    "failed": Sentence("活动“{name}”发送失败", "could not be sent the campaign “{name}”"),
    "in_doubt": Sentence(
        "活动“{name}”的发送结果未知", "may or may not have been sent the campaign “{name}”"
    ),
    "dropped": Sentence("未向其发送活动“{name}”", "was left out of the campaign “{name}”"),
    "withheld": Sentence("在活动“{name}”的对照组中", "is in the holdout of the campaign “{name}”"),
}
"""What can have become of a message, and how it is said."""


@dataclass(frozen=True, slots=True)
class ReachedClause:
    """An outcome of some campaigns; their name is for people."""

    campaign_ids: tuple[str, ...]
    name: str
    outcome: str
    within: Range | None


@dataclass(frozen=True, slots=True)
class ReachedFacet:
    """The facet of one project."""

    relational: Relational
    project_id: ProjectId
    name: str = "reached"

    def parse(self, raw: object, path: str) -> ReachedClause:
        """Read the clause; `journey` is a campaign's id or name.

        Raises:
            CampaignNotFound: There is no such campaign.
        """
        fields = read_object(raw, path, known=("journey", "outcome", "within"))
        wanted = read_text(fields.get("journey"), join(path, "journey"))
        outcome = read_choice(fields.get("outcome", "sent"), join(path, "outcome"), tuple(OUTCOMES))
        within = fields.get("within")
        with self.relational.project(self.project_id) as tx:
            found = campaigns_called(tx, wanted)
        if not found:
            raise CampaignNotFound(f'there is no campaign "{wanted}"', path=join(path, "journey"))
        return ReachedClause(
            campaign_ids=tuple(found),
            name=next(iter(found.values())),
            outcome=outcome,
            within=None if within is None else parse_range(within, join(path, "within")),
        )

    def definition(self, clause: object) -> JsonObject | None:
        """None: it is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """The people of the outcome; what scanners did counts for nobody."""
        reached = _own(clause)
        filters = [
            *_outcome_sql(reached.outcome, binder),
            f"campaign IN {binder.bind(list(reached.campaign_ids), 'Array(String)')}",
            "NOT JSONExtractBool(properties, 'automatic')",
        ]
        people = scope.people_sql(binder)
        if people is not None:
            filters.append(people)
        if reached.within is not None:
            start, end = reached.within.bounds(scope.zone, scope.now)
            filters += [f"time >= {binder.instant(start)}", f"time < {binder.instant(end)}"]
        return f"SELECT DISTINCT {scope.person} FROM events WHERE {' AND '.join(filters)}"

    def describe(self, clause: object, lang: Lang) -> str:
        """The outcome and the campaign's name."""
        reached = _own(clause)
        return OUTCOMES[reached.outcome].say(lang, name=reached.name)


def _outcome_sql(outcome: str, binder: Binder) -> list[str]:
    """A send in doubt is a `message.failed` with that reason."""
    is_in_doubt = outcome == "in_doubt"
    event = "message.failed" if is_in_doubt else f"message.{outcome}"
    tests = [f"event = {binder.bind(event, 'String')}"]
    if event == "message.failed":
        sign = "=" if is_in_doubt else "!="
        tests.append(f"JSONExtractString(properties, 'reason') {sign} 'in_doubt'")
    return tests


def _own(clause: object) -> ReachedClause:
    if not isinstance(clause, ReachedClause):
        raise TypeError(f"not a clause of this facet: {clause!r}")
    return clause
