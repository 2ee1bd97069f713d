"""What must always hold of what came in; `stayflow check` runs the laws, each tells its breaches.

Batches that are under way are left out, so that a project can be checked while it works; while people are erased, the
two engines are not held against each other.
"""

from collections.abc import Callable
from typing import Final

from stayflow.access.erasure import is_erasing
from stayflow.intake import identify
from stayflow.intake.pipeline import CONSUMER
from stayflow.language.scope import RECENT_SURVIVOR, SURVIVOR
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

StateLaw = Callable[[Transaction], list[str]]
"""A law of PostgreSQL alone."""

FactLaw = Callable[[Transaction, ProjectWarehouse], list[str]]
"""A law between PostgreSQL and ClickHouse."""

_SHOWN_MAX: Final = 20


def every_event_is_counted_once(tx: Transaction) -> list[str]:
    """Accepted and repaired events are as many as the batches hold, or held before people were erased."""
    stored = tx.value(
        "select coalesce(sum(events + erased), 0) from batches where state = 'recorded'"
    )
    counted = tx.value(
        "select coalesce(sum(count), 0) from intake_counts where outcome in ('accepted', 'repaired')"
    )
    return [] if stored == counted else [f"batches hold {stored} events, {counted} are counted"]


def batches_have_no_gap(tx: Transaction) -> list[str]:
    """Batches are numbered from 1 without a gap, and only the last may be under way."""
    first, last, count = tx.rows(
        "select coalesce(min(batch), 1), coalesce(max(batch), 0), count(*) from batches"
    )[0]
    problems = [] if (first, last) == (1, count) else [f"{count} batches are {first} to {last}"]
    open_before = tx.rows(
        "select batch from batches where state = 'open' and batch < (select max(batch) from batches)"
    )
    return problems + [f"batch {batch} was never finished" for (batch,) in open_before]


def survivors_live(tx: Transaction) -> list[str]:
    """Whoever a person was merged into was not merged away: overrides are flat."""
    rows = tx.rows(
        """
        select p.person_id, p.merged_into from persons p
        left join persons s on s.person_id = p.merged_into
        where p.merged_into is not null and (s.person_id is null or s.merged_into is not null)
        limit %s
        """,
        (_SHOWN_MAX,),
    )
    return [f"person {person} leads to {to}, who is not there" for person, to in rows]


def identities_lead_to_persons(tx: Transaction) -> list[str]:
    """Every identity's person exists, and no person was made for two identities."""
    lost = tx.rows(
        """
        select i.kind, i.value, i.person_id from identities i
        left join persons p on p.person_id = i.person_id where p.person_id is null limit %s
        """,
        (_SHOWN_MAX,),
    )
    shared = tx.rows(
        "select person_id, count(*) from identities where owns_person"
        " group by person_id having count(*) > 1 limit %s",
        (_SHOWN_MAX,),
    )
    return [f"{kind} {value} leads to person {person}" for kind, value, person in lost] + [
        f"person {person} was made for {count} identities" for person, count in shared
    ]


def limits_are_kept(tx: Transaction) -> list[str]:
    """Nobody has more identities of a kind than a person may have."""
    rows = tx.rows(
        """
        select coalesce(p.merged_into, p.person_id) as survivor, i.kind, count(*)
        from identities i
        join identity_kinds k on k.kind = i.kind
          and (k.unique_per_person or k.limit_per_person is not null)
        join persons p on p.person_id = i.person_id
        group by survivor, i.kind, k.unique_per_person, k.limit_per_person
        having count(*) > case when k.unique_per_person then 1 else k.limit_per_person end
        limit %s
        """,
        (_SHOWN_MAX,),
    )
    return [f"person {person} has {count} of {kind}" for person, kind, count in rows]


def edges_join_unless_refused(tx: Transaction) -> list[str]:
    """Identities named together are one person's, unless the merge is refused with a reason."""
    rows = tx.rows(
        """
        select e.high, e.low, e.refused
        from identity_edges e
        join identities h on h.identity_id = e.high
        join persons hp on hp.person_id = h.person_id
        join identities l on l.identity_id = e.low
        join persons lp on lp.person_id = l.person_id
        left join merge_refusals r on r.high = e.high and r.low = e.low
        where e.refused <> (r.high is not null) or e.inadmissible and not e.refused
          or not e.inadmissible and e.refused
            = (coalesce(hp.merged_into, hp.person_id) = coalesce(lp.merged_into, lp.person_id))
        limit %s
        """,
        (_SHOWN_MAX,),
    )
    return [f"edge {high}-{low}: refused is {refused}" for high, low, refused in rows]


def shared_identities_join_few(tx: Transaction) -> list[str]:
    """No sharable identity joins more accounts of a kind than its rule allows."""
    rows = tx.rows(
        """
        with logins as (
          select case when hk.sharable then e.high else e.low end as device,
            case when hk.sharable then l.kind else h.kind end as account,
            case when hk.sharable then hk.shared_from else lk.shared_from end as shared_from,
            e.first_at, e.event_id
          from identity_edges e
          join identities h on h.identity_id = e.high join identity_kinds hk on hk.kind = h.kind
          join identities l on l.identity_id = e.low join identity_kinds lk on lk.kind = l.kind
          where not e.inadmissible and hk.sharable <> lk.sharable
        )
        select device, account, count(distinct (first_at, event_id)) from logins
        group by device, account, shared_from
        having count(distinct (first_at, event_id)) >= shared_from limit %s
        """,
        (_SHOWN_MAX,),
    )
    return [f"identity {device} joins {count} of {account}" for device, account, count in rows]


def blocked_values_join_nobody(tx: Transaction) -> list[str]:
    """No pair with a blocked value is weighed."""
    rows = tx.rows(
        """
        select i.kind, count(*) from identities i
        join identity_blocked b on b.kind in (i.kind, '') and b.value = i.value
        join identity_edges e on e.high = i.identity_id or e.low = i.identity_id
        where not e.inadmissible group by i.kind limit %s
        """,
        (_SHOWN_MAX,),
    )
    return [f"{count} pairs with a blocked {kind}" for kind, count in rows]


def persons_kept_apart_are_two(tx: Transaction) -> list[str]:
    """Identities that somebody keeps apart are not one person's."""
    rows = tx.rows(
        """
        select c.claim_id from identity_claims c
        join identity_claim_sides s using (claim_id)
        join identities i on i.identity_id = s.identity_id
        join persons p on p.person_id = i.person_id
        where c.kind = 'apart' and c.withdrawn_at is null
        group by c.claim_id, coalesce(p.merged_into, p.person_id)
        having count(distinct s.side) > 1 limit %s
        """,
        (_SHOWN_MAX,),
    )
    return [f"claim {claim} is not kept" for (claim,) in rows]


def numbers_are_below_the_next(tx: Transaction) -> list[str]:
    """No person or identity has a number that is still to be given."""
    rows = tx.rows(
        """
        select (select max(person_id) from persons) >= person_next,
          (select max(identity_id) from identities) >= identity_next from identity_counters
        """
    )
    return [f"numbers run ahead of their counter: {row}" for row in rows if any(row)]


def offset_is_behind_the_head(tx: Transaction) -> list[str]:
    """The log was not consumed further than it was written."""
    rows = tx.rows(
        """
        select o.position, coalesce(h.position, 0) from log_offsets o
        left join log_heads h using (topic)
        where o.topic = current_setting('stayflow.project') and o.consumer = %s
          and o.position > coalesce(h.position, 0)
        """,
        (CONSUMER,),
    )
    return [f"taken up to {taken}, written up to {written}" for taken, written in rows]


def batches_are_whole(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """Every recorded batch has all its events in the table, once."""
    if is_erasing(tx):
        return []
    expected = dict(tx.rows("select batch, events from batches where state = 'recorded'"))
    stored = dict(facts.query("SELECT batch, count() FROM events GROUP BY batch").rows)
    under_way = {row[0] for row in tx.rows("select batch from batches where state = 'open'")}
    wrong = [
        (batch, expected.get(batch, 0), stored.get(batch, 0))
        for batch in sorted({*expected, *stored} - under_way)
        if expected.get(batch, 0) != stored.get(batch, 0)
    ]
    return [f"batch {batch}: {want} events, {have} stored" for batch, want, have in wrong][
        :_SHOWN_MAX
    ]


def events_are_stored_once(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """No event id is in the table twice."""
    del tx
    rows = facts.query(
        "SELECT lower(hex(event_id)), count() AS times FROM events GROUP BY event_id"
        f" HAVING times > 1 LIMIT {_SHOWN_MAX}"
    ).rows
    return [f"event {event_id} is stored {times} times" for event_id, times in rows]


def rejected_events_are_kept(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """As many rejected events are kept as are counted; those that were taken again are neither."""
    if tx.value("select exists (select from batches where state = 'open')"):
        return []
    counted = dict(
        tx.rows(
            "select reason, sum(count)::bigint from intake_counts where outcome = 'rejected'"
            " group by reason having sum(count) <> 0"
        )
    )
    kept = dict(
        facts.query(
            "SELECT reason, count() FROM rejected_events WHERE (batch, ordinal) NOT IN"
            " (SELECT batch, ordinal FROM rejected_replays) GROUP BY reason"
        ).rows
    )
    return [
        f"{reason}: {counted.get(reason, 0)} counted, {kept.get(reason, 0)} kept"
        for reason in sorted({*counted, *kept})
        if counted.get(reason, 0) != kept.get(reason, 0)
    ]


def hours_are_the_days(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """What is counted by the hour is what is counted by the day."""
    if tx.value("select exists (select from batches where state = 'open')"):
        return []
    if facts.value("SELECT min(batch) FROM intake_hours") != 1:
        return []  # the first batches are of before there were counts by the hour
    days = dict(
        tx.rows(
            "select outcome, sum(count)::bigint from intake_counts group by outcome"
            " having sum(count) <> 0"
        )
    )
    hours = dict(
        facts.query(
            "SELECT outcome, sum(events) AS times FROM intake_hours WHERE outcome != 'warned'"
            " GROUP BY outcome HAVING times != 0"
        ).rows
    )
    return [
        f"{outcome}: {days.get(outcome, 0)} by the day, {hours.get(outcome, 0)} by the hour"
        for outcome in sorted({*days, *hours})
        if days.get(outcome, 0) != hours.get(outcome, 0)
    ]


def events_have_a_person(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """The person of every event exists, in both stores."""
    if is_erasing(tx):
        return []
    rows = facts.query(
        "SELECT DISTINCT person_id FROM events WHERE person_id NOT IN (SELECT person_id FROM people)"
        f" LIMIT {_SHOWN_MAX}"
    ).rows
    people = int(facts.value("SELECT uniqExact(person_id) FROM people"))
    persons = int(tx.value("select count(*) from persons"))
    is_working = tx.value("select exists (select from batches where state = 'open')")
    problems = [f"events of person {person}, who is not there" for (person,) in rows]
    if people != persons and not is_working:
        problems.append(f"{persons} persons, {people} in the warehouse")
    return problems


def overrides_are_the_merges(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """Queries lead merged persons where the identity graph says."""
    if is_erasing(tx):
        return []
    merged = tx.rows(
        "select count(*), coalesce(sum(person_id), 0), coalesce(sum(merged_into), 0)"
        " from persons where merged_into is not null"
    )[0]
    seen = facts.one(
        "SELECT count(), sum(`from`), sum(target) FROM"
        " (SELECT `from`, argMax(`to`, at) AS target FROM person_merges GROUP BY `from`)"
        " WHERE `from` != target"
    )
    if tx.value("select exists (select from batches where state = 'open')"):
        return []
    is_same = tuple(int(each) for each in merged) == tuple(int(each) for each in seen)
    return [] if is_same else [f"{merged[0]} merges, {seen[0]} in the warehouse"]


def daily_bitmaps_hold_the_events(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """Who is in the bitmaps of an event is who has the event."""
    if is_erasing(tx):
        return []
    rows = facts.query(
        """
        SELECT counted.event, counted.people, bits.people
        FROM (SELECT event, uniqExact(person_id) AS people FROM events GROUP BY event) AS counted
        LEFT JOIN (
          SELECT event, bitmapCardinality(groupBitmapMergeState(people)) AS people
          FROM event_people_daily GROUP BY event
        ) AS bits ON bits.event = counted.event
        WHERE counted.people != bits.people
        """
    ).rows
    return [f"{event}: {people} people, {bits} in bitmaps" for event, people, bits in rows]


def a_squash_tells_the_survivors(tx: Transaction, facts: ProjectWarehouse) -> list[str]:
    """Read by the squash in force, every event and every day has the person that the merges say."""
    if is_erasing(tx):
        return []
    squash = identify.squash_in_force(tx)
    if not squash or tx.value("select exists (select from batches where state = 'open')"):
        return []
    person = SURVIVOR.format(id="person_id")
    events = facts.query(
        f"SELECT event, count() FROM events WHERE {RECENT_SURVIVOR} != {person} GROUP BY event"
        f" LIMIT {_SHOWN_MAX}"
    ).rows
    days = facts.query(
        f"""
        SELECT event, day, sum(raw) AS ids, sum(squashed) AS survivors FROM (
          SELECT event, day, length(arrayDistinct(
            arrayMap(id -> {SURVIVOR.format(id="id")}, bitmapToArray(groupBitmapMergeState(people))))) AS raw,
            0 AS squashed
          FROM event_people_daily GROUP BY event, day
          UNION ALL
          SELECT event, day, 0, length(arrayDistinct(arrayMap(
            id -> dictGetOrDefault('person_recent', 'to', id, id),
            bitmapToArray(groupBitmapMergeState(people)))))
          FROM event_survivors_daily WHERE squash = {{squash:UInt64}} GROUP BY event, day)
        GROUP BY event, day HAVING ids != survivors LIMIT {_SHOWN_MAX}
        """,
        {"squash": squash},
    ).rows
    return [f"{count} of {event} have another survivor" for event, count in events] + [
        f"{event} on {day}: {ids} people, {survivors} in the squash"
        for event, day, ids, survivors in days
    ]


STATE_LAWS: Final[tuple[StateLaw, ...]] = (
    every_event_is_counted_once,
    batches_have_no_gap,
    survivors_live,
    identities_lead_to_persons,
    limits_are_kept,
    edges_join_unless_refused,
    shared_identities_join_few,
    blocked_values_join_nobody,
    persons_kept_apart_are_two,
    numbers_are_below_the_next,
    offset_is_behind_the_head,
)

FACT_LAWS: Final[tuple[FactLaw, ...]] = (
    batches_are_whole,
    events_are_stored_once,
    rejected_events_are_kept,
    hours_are_the_days,
    events_have_a_person,
    overrides_are_the_merges,
    daily_bitmaps_hold_the_events,
    a_squash_tells_the_survivors,
)
