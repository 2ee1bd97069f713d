"""People that no condition describes: behind a campaign's counts, a segment's versions, the points."""

from datetime import date

from stayflow.act import campaign as campaigns
from stayflow.act.campaign import REACHABLE, TO_WITHHOLD, Campaign
from stayflow.act.outbox import list_waiting
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.effect_page import effect_question
from stayflow.interfaces.http.model.people import PeopleSource
from stayflow.interfaces.http.segment_source import (
    Sourced,
    SourceInvalid,
    overlap_source,
    segment_source,
    trait_source,
)
from stayflow.kernel.errors import InvalidInput
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Statement
from stayflow.measure.effect import FIRST_AT, Outcome, campaign_people_sql
from stayflow.reward.ledger import list_holders
from stayflow.understand.segment import given_people

QUEUED, SUPPRESSED, UNREACHABLE = "queued", "suppressed", "unreachable"
OTHERS = (
    QUEUED,
    f"{QUEUED}.<reason>",
    SUPPRESSED,
    f"{SUPPRESSED}.<reason>",
    REACHABLE,
    TO_WITHHOLD,
    f"{UNREACHABLE}.<reason>",
)

_OUTCOMES = {
    QUEUED: Sentence("等待发送", "waiting in the outbox"),
    REACHABLE: Sentence("可触达", "could be reached"),
    TO_WITHHOLD: Sentence("将留作对照", "would be withheld"),
    UNREACHABLE: Sentence("无法触达", "could not be reached"),
    SUPPRESSED: Sentence("未发送", "left out"),
    Outcome.DROPPED: Sentence("未发送", "left out"),
    Outcome.AUDIENCE: Sentence("受众", "the audience"),
    Outcome.TREATED: Sentence("已发出", "handed over"),
    Outcome.SENT: Sentence("已送达服务商", "sent"),
    Outcome.FAILED: Sentence("发送失败", "failed"),
    Outcome.IN_DOUBT: Sentence("结果未知", "in doubt"),
    Outcome.OPENED: Sentence("已打开", "opened"),
    Outcome.CLICKED: Sentence("已点击", "clicked"),
    Outcome.UNSUBSCRIBED: Sentence("已退订", "unsubscribed"),
    Outcome.CONVERTED: Sentence("已转化", "converted"),
    Outcome.NOT_CONVERTED: Sentence("未转化", "not converted"),
    Outcome.HOLDOUT: Sentence("对照组", "the holdout"),
    Outcome.HOLDOUT_CONVERTED: Sentence("对照组中已转化", "converted in the holdout"),
}


class UnknownOutcome(InvalidInput):
    """The campaign has no such count."""

    code = "unknown_outcome"


def source_people(context: ProjectContext, source: PeopleSource) -> Sourced:
    """The people of a source.

    Raises:
        SourceInvalid: Not exactly one thing is named.
        UnknownOutcome: The campaign has no such count.
    """
    if len(source.model_fields_set) != 1:
        known = ", ".join(type(source).model_fields)
        raise SourceInvalid(f"name exactly one of {known}", path="source")
    if source.campaign is not None:
        with context.transaction() as tx:
            campaign = campaigns.get_campaign(tx, source.campaign.campaign_id)
        asked = source.campaign
        people = outcome_people(context, campaign, asked.outcome, asked.on)
        return Sourced(people, _said(campaign, asked.outcome, asked.on))
    if source.segment is not None:
        return segment_source(context, source.segment)
    if source.overlap is not None:
        return overlap_source(context, source.overlap)
    if source.trait is not None:
        return trait_source(context, source.trait)
    with context.transaction() as tx:
        holders = list_holders(tx)
    return Sourced(
        given_people(holders), Sentence("当时持有积分的人", "people who held points at the time")
    )


def outcome_people(
    context: ProjectContext, campaign: Campaign, outcome: str, on: date | None = None
) -> Statement:
    """The people behind one count of a campaign or of its preview.

    Raises:
        UnknownOutcome: There is no such count.
    """
    if on is not None and outcome not in FIRST_AT:
        raise UnknownOutcome(f"a day has only {', '.join(FIRST_AT)}", path="on")
    name, _, reason = outcome.partition(".")
    if name == QUEUED:
        with context.transaction() as tx:
            return given_people(list_waiting(tx, campaign.campaign_id, reason or None))
    if name in {REACHABLE, TO_WITHHOLD} or (name == UNREACHABLE and reason):
        part = reason or name
        return given_people(campaigns.list_reach(context.app.post, context.project, campaign, part))
    wanted = Outcome.DROPPED.value if name == SUPPRESSED else name
    if wanted not in set(Outcome) or (reason and wanted != Outcome.DROPPED):
        known = ", ".join([*Outcome, *OTHERS])
        raise UnknownOutcome(f"unknown outcome {outcome!r}; known are {known}", path="outcome")
    return campaign_people_sql(
        effect_question(campaign), Outcome(wanted), context.scope(), reason=reason or None, on=on
    )


def _said(campaign: Campaign, outcome: str, on: date | None) -> Sentence:
    name, _, reason = outcome.partition(".")
    words = _OUTCOMES[name]
    more = f" ({reason})" if reason else f", {on.isoformat()}" if on else ""
    title = campaign.definition.name
    return Sentence(f"活动“{title}”：{words.zh}{more}", f"campaign “{title}”: {words.en}{more}")


__all__ = ["SourceInvalid", "Sourced", "UnknownOutcome", "outcome_people", "source_people"]
