"""The 360° page, joined of what the rooms know."""

from collections.abc import Iterable, Mapping, Sequence

from stayflow.access.masking import mask
from stayflow.act.campaign import list_campaigns
from stayflow.act.policy import Suppression, list_suppressed
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.people import (
    EventLine,
    PersonAnswer,
    PersonAttribute,
    PersonConsent,
    PersonMerge,
    PersonMessage,
    PersonPoints,
    PersonRfm,
    PersonScoreShape,
    PersonSegment,
    PersonStage,
    PersonStatusShape,
    PersonTagShape,
    PersonTierShape,
    PersonValue,
    StageEntryShape,
    WhereaboutsShape,
)
from stayflow.interfaces.http.shown import show_attribute, show_identities, show_property
from stayflow.kernel.ids import PersonId
from stayflow.language.sentence import Sentence as Words
from stayflow.reward.ledger import get_holding
from stayflow.understand.attribute import attribute_words
from stayflow.understand.lifecycle import StageHistory
from stayflow.understand.profile import PersonPage, TimelineEvent, list_events, read_person
from stayflow.understand.rfm import PersonRfm as RfmOfPerson
from stayflow.understand.status import Status
from stayflow.understand.value import PersonTier

# What a message can have become, in rising order: a later one replaces an earlier one.
_OUTCOMES = ("sent", "failed", "dropped", "withheld", "opened", "clicked", "unsubscribed")
_MESSAGE_EVENTS = tuple(f"message.{outcome}" for outcome in _OUTCOMES)
_MESSAGES_READ = 200
_CHANNELS = {"email": "email", "phone": "sms", "mobile": "sms"}


def draw_person(context: ProjectContext, person_id: int) -> PersonAnswer:
    """Everything known of one person, as the caller may see it."""
    scope, warehouse = context.scope(), context.warehouse()
    with context.transaction() as tx:
        page = read_person(
            person_id, tx=tx, scope=scope, warehouse=warehouse, panels=context.app.panels
        )
        people = [PersonId(page.person_id), *(PersonId(each.person_id) for each in page.merges)]
        holding = get_holding(tx, people)
        suppressed = list_suppressed(tx, _addresses(page))
        labels = attribute_words(tx)
        names = {each.campaign_id: each.definition.name for each in list_campaigns(tx)}
    touches = list_events(
        scope.with_people([page.person_id]),
        warehouse,
        limit=_MESSAGES_READ,
        events=_MESSAGE_EVENTS,
    )
    panels = {panel.name: panel.content for panel in page.panels}
    return PersonAnswer(
        person_id=page.person_id,
        asked_for=person_id,
        first_seen_at=page.totals.first_seen_at,
        last_seen_at=page.totals.last_seen_at,
        events=page.totals.events,
        identities=show_identities(context, page.identities),
        merges=[PersonMerge.model_validate(each) for each in page.merges],
        attributes=_attributes(context, page, labels),
        value=PersonValue.model_validate(page.totals),
        stage=_stage(panels.get("stage")),
        rfm=_rfm(panels.get("rfm")),
        segments=[PersonSegment.model_validate(each) for each in _listed(panels.get("segments"))],
        tags=[PersonTagShape.model_validate(each) for each in _listed(panels.get("tags"))],
        scores=[PersonScoreShape.model_validate(each) for each in _listed(panels.get("scores"))],
        status=_status(panels.get("status")),
        tier=_tier(panels.get("tier")),
        whereabouts=[WhereaboutsShape.model_validate(each) for each in page.whereabouts],
        consents=_consents(context, page, suppressed),
        points=PersonPoints.model_validate(holding),
        messages=_messages(touches.items, names),
        timeline=[draw_event(context, each) for each in page.timeline],
        timeline_next=page.timeline_next,
    )


def draw_event(context: ProjectContext, event: TimelineEvent) -> EventLine:
    """One line of a timeline; personal properties are masked like attributes."""
    properties = {
        name: show_property(context, name, value) for name, value in event.properties.items()
    }
    return EventLine(
        event_id=event.event_id,
        event=event.event,
        time=event.time,
        revenue=event.revenue,
        currency=event.currency,
        context=dict(event.context),
        properties=properties,
    )


def _attributes(
    context: ProjectContext, page: PersonPage, labels: Mapping[tuple[str, str], Words]
) -> list[PersonAttribute]:
    shown = []
    for each in page.attributes:
        value, masked = show_attribute(context, each.name, each.value)
        shown.append(
            PersonAttribute(
                name=each.name,
                label=_said(labels.get((each.name, ""), Words(each.name, each.name))),
                value=value,
                at=each.at,
                origin=each.origin,
                masked=masked,
            )
        )
    return shown


def _stage(content: object) -> PersonStage | None:
    if not isinstance(content, StageHistory):
        return None
    return PersonStage(
        stage=content.stage,
        label=_said(content.label),
        since=content.since,
        history=[
            StageEntryShape(
                stage=each.stage,
                label=_said(each.label),
                previous=each.previous,
                at=each.at,
                cause=_said(each.cause),
            )
            for each in content.history
        ],
    )


def _status(content: object) -> PersonStatusShape | None:
    if not isinstance(content, Status):
        return None
    label = Sentence(zh=content.describe("zh"), en=content.describe("en"))
    return PersonStatusShape(status=content.value, label=label)


def _tier(content: object) -> PersonTierShape | None:
    if not isinstance(content, PersonTier):
        return None
    label = Sentence(zh=content.tier.describe("zh"), en=content.tier.describe("en"))
    return PersonTierShape(tier=content.tier.value, label=label, since=content.since)


def _addresses(page: PersonPage) -> list[tuple[str, str]]:
    """The addresses at which the person can be written to, each with its channel."""
    stated = [(each.name, each.value) for each in page.attributes if each.name in _CHANNELS]
    known = [(each.kind, each.value) for each in page.identities if each.kind in _CHANNELS]
    return list(
        dict.fromkeys((_CHANNELS[kind], value.lower()) for kind, value in [*known, *stated])
    )


def _consents(
    context: ProjectContext, page: PersonPage, suppressed: Sequence[Suppression]
) -> list[PersonConsent]:
    found = {(each.channel, each.address): each for each in suppressed}
    shown = []
    for channel, address in _addresses(page):
        no = found.get((channel, address))
        shown.append(
            PersonConsent(
                channel=channel,
                address=address if context.sees_personal_data else mask(address),
                masked=not context.sees_personal_data,
                reason=no.reason.value if no else "",
                at=no.suppressed_at if no else None,
            )
        )
    return shown


def _rfm(content: object) -> PersonRfm | None:
    if not isinstance(content, RfmOfPerson):
        return None
    return PersonRfm(
        rfm_class=content.rfm_class.value,
        recency_days=content.recency_days,
        frequency=content.frequency,
        monetary=content.monetary,
        at=content.at,
    )


def _messages(touches: Iterable[TimelineEvent], names: Mapping[str, str]) -> list[PersonMessage]:
    """One line a message, newest first: the furthest it came."""
    found: dict[str, PersonMessage] = {}
    for touch in touches:
        message = str(touch.properties.get("message_id", ""))
        outcome = touch.event.removeprefix("message.")
        before = found.get(message)
        if before and _OUTCOMES.index(before.state) >= _OUTCOMES.index(outcome):
            continue
        campaign = touch.context.get("campaign", "")
        found[message] = PersonMessage(
            message_id=message,
            campaign_id=campaign,
            campaign=names.get(campaign, campaign),
            channel=str(touch.properties.get("message_channel", "")),
            state=outcome,
            at=touch.time,
        )
    return list(found.values())


def _listed(content: object) -> tuple[object, ...]:
    return content if isinstance(content, tuple) else ()


def _said(words: Words) -> Sentence:
    return Sentence(zh=words.zh, en=words.en)
