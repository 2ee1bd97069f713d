"""The steps of cleaning, each a function from a batch to a batch: they drop, put or fix.

To add one, write the function, add a line to `STEPS` and its reason to `Reason`, and test it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.planned import check_plan
from stayflow.intake.clean.reasons import Reason
from stayflow.intake.clean.text import fix_malformed_text, is_broken
from stayflow.intake.clean.traffic import (
    drop_address,
    drop_bots,
    drop_data_centres,
    drop_internal_traffic,
)
from stayflow.intake.columns import EventColumns, Mask, as_mask
from stayflow.language.event import FACT_EVENTS, OWN_PREFIXES, OWN_SOURCES, PERSON_KIND

Step = Callable[[Cleaning], Cleaning]

_DAY_MS: Final = 86_400_000
# A phone's clock is wrong by hours; a request takes seconds: less than this is the network.
_SKEW_MS_MIN: Final = 1_000

PLACEHOLDERS: Final = (  # a tuple: an Arrow array made at import loads pandas where there is one
    "null", "undefined", "none", "nil", "nan", "n/a", "na", "unknown", "anonymous", "guest", "0",
    "-1", "false", "true", "(null)", "<null>", "[object-object]", "(not-set)", "not-set", "test",
    "default", "not_authenticated",
)  # fmt: skip
"""Values that SDKs send when the app had no identity, in lower case, blanks as hyphens."""

# All zeros, as of a uuid that was never filled; or a NUL, which no store can hold.
_NOBODYS: Final = r"^[0{}\-]*0[0{}\-]*$|\x00"


def drop_missing_name(batch: Cleaning) -> Cleaning:
    """An event that does not say what happened."""
    return batch.drop(as_mask(pc.equal(batch.events.name, "")), Reason.NAME_MISSING)


def drop_long_name(batch: Cleaning) -> Cleaning:
    """A name that is a whole text, usually a template that was filled wrongly."""
    too_long = _longer_than(batch.events.name, batch.guide.rules.name_bytes_max)
    return batch.drop(too_long, Reason.NAME_TOO_LONG)


def drop_reserved_name(batch: Cleaning) -> Cleaning:
    """A name of our own rooms from outside: it would put sends and grants that never were into results."""
    if batch.events.source in OWN_SOURCES:
        return batch
    reserved = np.zeros(len(batch.events), dtype=bool)
    for prefix in OWN_PREFIXES:
        reserved |= as_mask(pc.starts_with(batch.events.name, prefix))
    reserved |= as_mask(pc.is_in(batch.events.name, pa.array(FACT_EVENTS, batch.events.name.type)))
    return batch.drop(reserved, Reason.NAME_RESERVED)


def drop_oversize(batch: Cleaning) -> Cleaning:
    """Properties beyond the limit."""
    too_long = _longer_than(batch.events.properties, batch.guide.rules.properties_bytes_max)
    return batch.drop(too_long, Reason.OVERSIZE)


def drop_unreadable_time(batch: Cleaning) -> Cleaning:
    """A time was stated that is no time."""
    return batch.drop(~batch.events.has_time & (batch.events.time != 0), Reason.TIME_UNREADABLE)


def put_missing_time(batch: Cleaning) -> Cleaning:
    """No time was stated: it happened when we took it."""
    events = batch.events
    missing = ~events.has_time & (events.time == 0)
    if not missing.any():
        return batch
    time = np.where(missing, events.received_at, events.time)
    put = replace(events, time=time, has_time=events.has_time | missing)
    return batch.repair(put, missing, Reason.TIME_MISSING)


def fix_clock_skew(batch: Cleaning) -> Cleaning:
    """A client's clock that is off: its time of sending against ours of receiving says by how much.

    Not counted as a repair: it is what the protocol foresees, and happens to every event.
    """
    events = batch.events
    skew = np.where(events.sent_at != 0, events.received_at - events.sent_at, 0)
    skew[np.abs(skew) < _SKEW_MS_MIN] = 0
    if not skew.any():
        return batch
    return replace(batch, events=replace(events, time=events.time + skew))


def fix_future_time(batch: Cleaning) -> Cleaning:
    """A time ahead of our clock by more than an hour: it happened when we took it."""
    events = batch.events
    ahead = events.time > events.received_at + batch.guide.rules.future_seconds_max * 1000
    ahead &= events.has_time
    if not ahead.any():
        return batch
    fixed = replace(events, time=np.where(ahead, events.received_at, events.time))
    return batch.repair(fixed, ahead, Reason.TIME_IN_FUTURE)


def drop_too_old(batch: Cleaning) -> Cleaning:
    """A time beyond the accepted horizon; what our own rooms tell of old events is as old as those."""
    events = batch.events
    if events.source in OWN_SOURCES:
        return batch
    oldest = events.received_at - batch.guide.rules.age_days_max * _DAY_MS
    return batch.drop(events.has_time & (events.time < oldest), Reason.TIME_TOO_OLD)


def fix_placeholder_identities(batch: Cleaning) -> Cleaning:
    """Identities that are nobody's ("null", "0", "anonymous", all zeros) would join strangers."""
    words = (*PLACEHOLDERS, *batch.guide.rules.placeholders)
    return _without_identities(
        batch, lambda values: _is_placeholder(values, words), Reason.PLACEHOLDER_IDENTITY
    )


def fix_malformed_identities(batch: Cleaning) -> Cleaning:
    """Identities of which characters were lost on the way: two of them may look the same."""
    return _without_identities(batch, is_broken, Reason.IDENTITY_MALFORMED)


def fix_long_identities(batch: Cleaning) -> Cleaning:
    """Identities beyond the limit."""
    longest = batch.guide.rules.identity_bytes_max
    return _without_identities(
        batch, lambda values: _longer_than(values, longest), Reason.IDENTITY_TOO_LONG
    )


def drop_no_identity(batch: Cleaning) -> Cleaning:
    """Nobody's event."""
    return batch.drop(~_has_identity(batch.events), Reason.NO_IDENTITY)


def fix_long_texts(batch: Cleaning) -> Cleaning:
    """Context texts beyond the limit are cut: a long referrer says no more than its start."""
    longest = batch.guide.rules.text_bytes_max
    context = dict(batch.events.context)
    cut = np.zeros(len(batch.events), dtype=bool)
    for name, values in batch.events.context.items():
        too_long = _longer_than(values, longest)
        if too_long.any():
            context[name] = pc.utf8_slice_codeunits(values, 0, longest // 4)
            cut |= too_long
    return batch.repair(replace(batch.events, context=context), cut, Reason.TEXT_TOO_LONG)


def fix_unreadable_revenue(batch: Cleaning) -> Cleaning:
    """A revenue that is no amount of money: the event counts, without it."""
    if batch.events.lost_money is None:
        return batch
    return batch.repair(batch.events, batch.events.lost_money, Reason.REVENUE_UNREADABLE)


STEPS: Final[tuple[Step, ...]] = (
    fix_malformed_text,
    drop_missing_name,
    drop_long_name,
    drop_reserved_name,
    drop_oversize,
    drop_unreadable_time,
    put_missing_time,
    fix_clock_skew,
    fix_future_time,
    drop_too_old,
    fix_malformed_identities,
    fix_placeholder_identities,
    fix_long_identities,
    drop_no_identity,
    drop_bots,
    drop_data_centres,
    drop_internal_traffic,
    drop_address,
    check_plan,
    fix_long_texts,
    fix_unreadable_revenue,
)
"""In order; the duplicates are told apart afterwards, see `duplicates`."""


def _longer_than(texts: pa.Array, bytes_max: int) -> Mask:
    if not len(texts) or int(pc.max(pc.binary_length(texts)).as_py() or 0) <= bytes_max:
        return np.zeros(len(texts), dtype=bool)
    return as_mask(pc.greater(pc.binary_length(texts), bytes_max))


def _is_placeholder(values: pa.Array, placeholders: Sequence[str]) -> Mask:
    distinct = pc.dictionary_encode(values)
    words = pc.utf8_lower(pc.utf8_trim_whitespace(distinct.dictionary))
    words = pc.replace_substring(words, " ", "-")
    nobody = pc.or_(
        pc.is_in(words, value_set=pa.array(placeholders)),
        pc.or_(pc.match_substring_regex(words, _NOBODYS), pc.equal(words, "")),
    )
    if not pc.any(nobody).as_py():
        return np.zeros(len(values), dtype=bool)
    return as_mask(nobody.take(distinct.indices))


def _without_identities(
    batch: Cleaning, is_unfit: Callable[[pa.Array], Mask], reason: Reason
) -> Cleaning:
    """Take unfit identities away; reject the events that have none left because of it."""
    identities = dict(batch.events.identities)
    touched = np.zeros(len(batch.events), dtype=bool)
    for kind, values in batch.events.identities.items():
        unfit = is_unfit(values)
        if kind != PERSON_KIND and unfit.any():
            identities[kind] = pc.if_else(pa.array(unfit), pa.scalar(None, pa.string()), values)
            touched |= unfit
    if not touched.any():
        return batch
    events = replace(batch.events, identities=identities)
    repaired = batch.repair(events, touched, reason)
    return repaired.drop(touched & ~_has_identity(events), reason)


def _has_identity(events: EventColumns) -> Mask:
    named = np.zeros(len(events), dtype=bool)
    for values in events.identities.values():
        named |= as_mask(values.is_valid())
    return named
