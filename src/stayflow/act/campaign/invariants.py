"""What must always hold of campaigns: laws that `stayflow check` runs; each tells its breaches."""

from collections.abc import Callable

from stayflow.stores.relational import Transaction

Law = Callable[[Transaction], list[str]]
_SHOWN_MAX = 20


def every_audience_adds_up(tx: Transaction) -> list[str]:
    """Audience = waiting + sent + failed + in doubt + dropped + withheld, one row a person."""
    rows = tx.rows(
        """
        select lane, count(*), count(distinct person_id),
            count(*) filter (where state in ('queued', 'claimed', 'sending'))
            + count(*) filter (where state in ('sent', 'failed', 'in_doubt'))
            + count(*) filter (where state = 'dropped' and reason is not null)
            + count(*) filter (where state = 'withheld' and is_holdout and reason = 'holdout')
        from messages group by lane
        """
    )
    return [
        f"campaign {lane}: {audience} rows, {people} people, {explained} explained"
        for lane, audience, people, explained in rows
        if not audience == people == explained
    ]


def what_is_over_waits_for_nobody(tx: Transaction) -> list[str]:
    """A finished campaign has nobody waiting, a cancelled one no row that could be claimed."""
    rows = tx.rows(
        """
        select campaign_id, campaigns.state, messages.state, count(*)
        from campaigns join messages on messages.lane = campaign_id
        where (campaigns.state = 'finished' and messages.state in ('queued', 'claimed', 'sending'))
            or (campaigns.state = 'cancelled' and messages.state = 'queued')
        group by 1, 2, 3 limit %(limit)s
        """,
        {"limit": _SHOWN_MAX},
    )
    return [
        f"campaign {campaign} is {state} with {number} rows {waiting}"
        for campaign, state, waiting, number in rows
    ]


def every_campaign_has_its_versions(tx: Transaction) -> list[str]:
    """Versions count from 1 without a gap, up to the campaign's own."""
    rows = tx.rows(
        """
        select campaigns.campaign_id from campaigns
        left join campaign_versions as versions on versions.campaign_id = campaigns.campaign_id
        group by campaigns.campaign_id, campaigns.version
        having count(versions.version) <> campaigns.version or max(versions.version) <>
        campaigns.version
        """
    )
    return [f"campaign {row[0]} lacks a version" for row in rows]


CAMPAIGN_INVARIANTS: tuple[Law, ...] = (
    every_audience_adds_up,
    what_is_over_waits_for_nobody,
    every_campaign_has_its_versions,
)
