"""Calibration: thresholds that the data propose, and warnings when what the stages are like has drifted.

Two rules propose. How long is quiet: a window in which nothing happened becomes the p90 of the intervals of that
behaviour, in whole weeks, for nine of ten come back sooner. How long is a phase: any other window moves as the median
interval between purchases has moved since the reference; from 30 to 25 days makes three weeks and a half of four.
Nothing is applied by itself, and what somebody turned down is not proposed again while it says the same.
"""

import copy
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from stayflow.kernel.errors import NotFound
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.window import WindowInvalid, parse_length
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.lifecycle.rejection import Rejection, keep_rejections, list_rejections
from stayflow.understand.lifecycle.statistics import (
    Intervals,
    Mark,
    Statistics,
    find_baseline,
    list_marks,
    measure,
)

WORTH_IT: Final = 0.1
"""A threshold that moves by less is left alone."""
DRIFT: Final = 0.2
"""A statistic that moved by more is a warning."""
LEAST: Final = {"frequency": 0.1, "value": 0.01, "share": 0.01, "interval": 1.0}
"""Below these a statistic is nothing, whatever its change: twice nothing is no drift."""
FEW: Final = 30
"""Stages with fewer people, and intervals fewer than these, say nothing."""
REFERENCE_DAYS: Final = 90
"""So long ago is the reference when no baseline was kept."""
WEEK: Final = 7
DAYS_MIN, DAYS_MAX = 7, 730

_QUIET = Sentence(
    "十分之九的人在 {days} 天内会再来（{what}间隔的 p90，共 {count} 个间隔）",
    "nine of ten come back within {days} days (p90 of {count} intervals between {what})",
)
_MOVED = Sentence(
    "复购间隔的中位数从 {was} 天变为 {now} 天",
    "the median interval between purchases went from {was} to {now} days",
)
_BUYING = Sentence("购买", "purchases")
_ACTIVE = Sentence("活跃日", "active days")


class ProposalNotFound(NotFound):
    """The data propose no such change (any more)."""

    code = "lifecycle_proposal_not_found"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold that could be another.

    Attributes:
        proposal_id: Its place in the definition.
        stage: Whose condition it is in.
        was: The window as it is, such as `28d`.
        becomes: As it could be.
        reason: Why, in words.
        clause: The `did` whose window it is.
        rejected: Who turned it down; None while nobody did.
    """

    proposal_id: str
    stage: str
    was: str
    becomes: str
    reason: Sentence
    clause: JsonObject
    rejected: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """A statistic that moved.

    Attributes:
        stage: Of which stage; '' of everybody.
        what: `frequency`, `value`, `share` or `interval`.
        change: (now - was) / was.
        marks: What changed around the product between the two.
    """

    stage: str
    what: str
    was: float
    now: float
    change: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the data say of a model.

    Attributes:
        reference: What is compared with: kept when the model was last found right, or of `REFERENCE_DAYS` ago.
    """

    now: Statistics
    reference: Statistics
    proposals: tuple[Proposal, ...]
    drifts: tuple[Drift, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    """A window in a definition: where, of which stage, and what stands around it."""

    path: tuple[str | int, ...]
    stage: str
    clause: JsonObject
    days: int
    is_quiet: bool
    events: frozenset[str]


def calibrate(
    tx: Transaction,
    model: str,
    definition: JsonObject,
    purchase: tuple[str, ...],
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> Calibration:
    """Measure now and then, and say what could change.

    Args:
        tx: A transaction of the project.
        model: Whose stages are recorded.
        definition: Of the model, as posted.
        purchase: The events that are purchases.
        scope: The project now.
        warehouse: Where it is asked.
    """
    now = measure(model, purchase, scope=scope, warehouse=warehouse)
    then = scope.at(scope.now - timedelta(days=REFERENCE_DAYS))
    reference = find_baseline(tx, model) or measure(
        model, purchase, scope=then, warehouse=warehouse
    )
    return Calibration(
        now,
        reference,
        mark_rejected(propose(definition, purchase, now, reference), list_rejections(tx, model)),
        tuple(find_drifts(now, reference, list_marks(tx), scope)),
    )


def propose(
    definition: JsonObject, purchase: tuple[str, ...], now: Statistics, reference: Statistics
) -> Iterator[Proposal]:
    """The windows of a definition that the data would set otherwise."""
    for window in _windows(definition):
        found = _quiet(window, purchase, now) if window.is_quiet else _phase(window, now, reference)
        if found is None:
            continue
        days, reason = found
        if abs(days - window.days) >= WORTH_IT * window.days and days != window.days:
            yield Proposal(
                ".".join(str(each) for each in window.path),
                window.stage,
                f"{window.days}d",
                f"{days}d",
                reason,
                window.clause,
            )


def mark_rejected(
    proposals: Iterable[Proposal], rejections: Iterable[Rejection]
) -> tuple[Proposal, ...]:
    """The proposals, those that were turned down with by whom.

    A rejection holds while the clause stands as it stood, and what is proposed is nearly what was (`WORTH_IT`).
    """
    known = {each.proposal_id: each for each in rejections}
    return tuple(
        replace(each, rejected=found)
        if (found := known.get(each.proposal_id)) and _says_the_same(each, found)
        else each
        for each in proposals
    )


def _says_the_same(proposal: Proposal, rejection: Rejection) -> bool:
    now, then = (int(each.becomes.removesuffix("d")) for each in (proposal, rejection))
    return proposal.clause == rejection.clause and abs(now - then) < WORTH_IT * then


def reject_proposals(
    tx: Transaction,
    model: str,
    proposals: tuple[Proposal, ...],
    chosen: Iterable[str],
    *,
    by: str,
    at: datetime,
) -> None:
    """Turn proposals down: they are not proposed again while they say the same.

    Raises:
        ProposalNotFound: A chosen one is not among the proposals.
    """
    found = [_pick(proposals, each) for each in chosen]
    keep_rejections(
        tx,
        model,
        [Rejection(each.proposal_id, each.clause, each.becomes, at, by) for each in found],
    )


def apply_proposals(
    definition: JsonObject, proposals: tuple[Proposal, ...], chosen: frozenset[str]
) -> JsonObject:
    """The definition with the chosen proposals in it.

    Raises:
        ProposalNotFound: A chosen one is not among the proposals.
    """
    changed: Any = copy.deepcopy(dict(definition))
    for name in sorted(chosen):
        proposal = _pick(proposals, name)
        *path, last = (int(part) if part.isdigit() else part for part in name.split("."))
        place = changed
        for part in path:
            place = place[part]
        place[last] = proposal.becomes
    return changed  # type: ignore[no-any-return]


def _pick(proposals: tuple[Proposal, ...], name: str) -> Proposal:
    for each in proposals:
        if each.proposal_id == name:
            return each
    raise ProposalNotFound(f"the data propose nothing at {name}", path="proposals")


def find_drifts(
    now: Statistics, reference: Statistics, marks: list[Mark], scope: Scope
) -> Iterator[Drift]:
    """The statistics that moved by more than `DRIFT` since the reference, the largest first."""
    first: date = reference.taken_at.astimezone(scope.zone).date()
    last: date = now.taken_at.astimezone(scope.zone).date()
    between = tuple(mark for mark in marks if first <= mark.day <= last)
    pairs: list[tuple[str, str, float, float]] = []
    for each in now.stages:
        before = reference.stage(each.stage)
        if before is None or min(before.people, each.people) < FEW:
            continue
        pairs += [
            (each.stage, "frequency", before.frequency, each.frequency),
            (each.stage, "value", before.value, each.value),
            (each.stage, "share", before.share, each.share),
        ]
    if now.purchase and reference.purchase:
        pairs.append(("", "interval", reference.purchase.p50, now.purchase.p50))
    moved = [
        Drift(stage, what, was, new, (new - was) / was, between)
        for stage, what, was, new in pairs
        if was > 0 and abs(new - was) / was > DRIFT and max(was, new) >= LEAST[what]
    ]
    yield from sorted(moved, key=lambda each: -abs(each.change))


def _quiet(
    window: _Window, purchase: tuple[str, ...], now: Statistics
) -> tuple[int, Sentence] | None:
    buying = bool(window.events) and window.events <= set(purchase)
    found: Intervals | None = now.purchase if buying else None if window.events else now.activity
    if found is None or found.count < FEW:
        return None
    days = min(max(math.ceil(found.p90 / WEEK) * WEEK, DAYS_MIN), DAYS_MAX)
    words = _BUYING if buying else _ACTIVE
    said = {"days": f"{found.p90:.0f}", "count": f"{found.count:,}"}
    return days, Sentence(
        _QUIET.say("zh", **said, what=words.zh), _QUIET.say("en", **said, what=words.en)
    )


def _phase(window: _Window, now: Statistics, reference: Statistics) -> tuple[int, Sentence] | None:
    if now.purchase is None or reference.purchase is None:
        return None
    if min(now.purchase.count, reference.purchase.count) < FEW or not reference.purchase.p50:
        return None
    was, new = reference.purchase.p50, now.purchase.p50
    days = round(window.days * new / was)
    if window.days % WEEK == 0 and window.days > WEEK:
        days = round(days / WEEK) * WEEK
    said = {"was": f"{was:g}", "now": f"{new:g}"}
    reason = Sentence(_MOVED.say("zh", **said), _MOVED.say("en", **said))
    return min(max(days, DAYS_MIN), DAYS_MAX), reason


def _windows(definition: JsonObject) -> Iterator[_Window]:
    stages = definition.get("stages")
    for index, stage in enumerate(stages if isinstance(stages, list | tuple) else ()):
        if isinstance(stage, Mapping) and stage.get("when") is not None:
            yield from _within(
                stage["when"], ("stages", index, "when"), str(stage.get("name")), is_not=False
            )


def _within(
    node: object, path: tuple[str | int, ...], stage: str, *, is_not: bool
) -> Iterator[_Window]:
    if isinstance(node, list | tuple):
        for index, each in enumerate(node):
            yield from _within(each, (*path, index), stage, is_not=is_not)
    if not isinstance(node, Mapping):
        return
    for key, body in node.items():
        if key == "did" and isinstance(body, Mapping):
            window = _window(body, (*path, "did"), stage, is_not=is_not)
            if window is not None:
                yield window
        elif key in {"all", "any", "not"}:
            yield from _within(body, (*path, key), stage, is_not=is_not != (key == "not"))


def _window(
    body: JsonObject, path: tuple[str | int, ...], stage: str, *, is_not: bool
) -> _Window | None:
    within = body.get("within")
    if not isinstance(within, Mapping):
        return None
    key = next((each for each in ("last", "before") if each in within), None)
    if key is None:
        return None
    try:
        days = parse_length(within[key], "").whole_days
    except WindowInvalid:
        return None
    if days is None:
        return None
    event = body.get("event")
    named = {event} if isinstance(event, str) else set(event if isinstance(event, list) else ())
    events = frozenset(str(each) for each in named if each != "*")
    is_quiet = is_not and key == "last" and body.get("count", 1) == 1 and "value" not in body
    return _Window((*path, "within", key), stage, body, days, is_quiet, events)
