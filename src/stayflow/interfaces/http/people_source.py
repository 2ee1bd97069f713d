"""People that no condition describes: behind a campaign's counts, a segment's versions, the points."""

from collections.abc import Callable
from datetime import date
from typing import Any

from stayflow.act import campaign as campaigns
from stayflow.act.campaign import REACHABLE, TO_WITHHOLD, Campaign
from stayflow.act.outbox import list_waiting
from stayflow.interfaces.http.attribute_page import attribute_source
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.effect_page import effect_question
from stayflow.interfaces.http.model.people import CampaignPeople, PeopleSource
from stayflow.interfaces.http.segment_source import (
    Sourced,
    SourceInvalid,
    overlap_source,
    segment_source,
    trait_source,
)
from stayflow.interfaces.http.tag_source import (
    faded_source,
    score_draft_source,
    score_source,
    tag_draft_source,
    tag_source,
)
from stayflow.interfaces.http.value_source import value_source
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
    named = [name for name in _READERS if getattr(source, name) is not None]
    if len(named) != 1:
        raise SourceInvalid(f"name exactly one of {', '.join(_READERS)}", path="source")
    return _READERS[named[0]](context, getattr(source, named[0]))


def _of_campaign(context: ProjectContext, asked: CampaignPeople) -> Sourced:
    with context.transaction() as tx:
        campaign = campaigns.get_campaign(tx, asked.campaign_id)
    people = outcome_people(context, campaign, asked.outcome, asked.on)
    return Sourced(people, _said(campaign, asked.outcome, asked.on))


def _of_points(context: ProjectContext, asked: str) -> Sourced:
    del asked
    with context.transaction() as tx:
        holders = list_holders(tx)
    return Sourced(
        given_people(holders), Sentence("当时持有积分的人", "people who held points at the time")
    )


_READERS: dict[str, Callable[[ProjectContext, Any], Sourced]] = {
    "campaign": _of_campaign,
    "segment": segment_source,
    "overlap": overlap_source,
    "trait": trait_source,
    "tag": tag_source,
    "attribute": attribute_source,
    "score": score_source,
    "tag_draft": tag_draft_source,
    "score_draft": score_draft_source,
    "faded": faded_source,
    "value": value_source,
    "points": _of_points,
}


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
