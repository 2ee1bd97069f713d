"""The condition `reached: {journey: …, outcome: opened, within: {last: 14d}}`."""

from dataclasses import dataclass
from typing import Final

from stayflow.act.campaign.errors import CampaignNotFound
from stayflow.act.campaign.store import campaigns_called, list_campaigns
from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import (
    Choice,
    FacetEditor,
    FacetField,
    FieldKind,
    range_field,
)
from stayflow.language.raw import JsonObject, Malformed, join, read_choice, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.language.window import Range, parse_range, say_range
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
        """Read the clause; `journey` (or `campaign`) is a campaign's id or name.

        Raises:
            CampaignNotFound: There is no such campaign.
            Malformed: Another field cannot be read.
        """
        fields = read_object(raw, path, known=("journey", "campaign", "outcome", "within"))
        word = "campaign" if "campaign" in fields else "journey"
        if {"campaign", "journey"} <= set(fields):
            raise Malformed("takes either journey or campaign", path=path)
        wanted = read_text(fields.get(word), join(path, word))
        outcome = read_choice(fields.get("outcome", "sent"), join(path, "outcome"), tuple(OUTCOMES))
        within = fields.get("within")
        with self.relational.project(self.project_id) as tx:
            found = campaigns_called(tx, wanted)
        if not found:
            raise CampaignNotFound(f'there is no campaign "{wanted}"', path=join(path, word))
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
        filters += scope.events_sql(binder)
        if reached.within is not None:
            start, end = reached.within.bounds(scope.zone, scope.now)
            filters += [f"time >= {binder.instant(start)}", f"time < {binder.instant(end)}"]
        return f"SELECT DISTINCT {scope.person} FROM events WHERE {' AND '.join(filters)}"

    def describe(self, clause: object, lang: Lang) -> str:
        """The outcome and the campaign's name."""
        reached = _own(clause)
        when = "" if reached.within is None else say_range(reached.within, lang)
        said = OUTCOMES[reached.outcome].say(lang, name=reached.name)
        return f"{when}{said}" if lang == "zh" else f"{said}{when}"

    def editor(self, clause: JsonObject) -> FacetEditor:
        """A campaign, what became of it, and when."""
        with self.relational.project(self.project_id) as tx:
            known = {each.campaign_id: each.definition.name for each in list_campaigns(tx)}
        named = clause.get("journey")
        campaigns = {name: name for name in known.values()}
        if isinstance(named, str) and named in known:
            campaigns = {named: known[named], **campaigns}  # as what is behind a number names it
        outcomes = tuple(Choice(value, label) for value, label in CHOICES.items())
        return FacetEditor(
            label=Sentence("触达反馈", "Answer to a campaign"),
            hint=Sentence("收到、打开、点击过某活动", "was sent, opened, clicked …"),
            said=Sentence(
                "活动 {journey}{outcome}{within}", "of campaign {journey} {outcome} {within}"
            ),
            denied=Sentence(
                "不是：活动 {journey}{outcome}{within}",
                "not: of campaign {journey} {outcome} {within}",
            ),
            fields=(
                FacetField(
                    "journey",
                    FieldKind.CHOICE,
                    Sentence("活动", "Campaign"),
                    tuple(Choice(value, Sentence(name, name)) for value, name in campaigns.items()),
                ),
                FacetField(
                    "outcome",
                    FieldKind.CHOICE,
                    Sentence("反馈", "Answer"),
                    outcomes,
                    is_required=False,
                    default=CHOICES["sent"],
                ),
                range_field(),
            ),
        )


CHOICES: Final = {
    "sent": Sentence("收到", "were sent it"),
    "opened": Sentence("打开", "opened it"),
    "clicked": Sentence("点击", "clicked in it"),
    "unsubscribed": Sentence("退订", "unsubscribed from it"),
    "failed": Sentence("发送失败", "could not be sent it"),
    "in_doubt": Sentence("结果未知", "may have been sent it"),
    "dropped": Sentence("未发送", "were left out"),
    "withheld": Sentence("在对照组", "were held out"),
}
"""The outcomes as a list to choose from."""


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
