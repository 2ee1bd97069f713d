"""Who a campaign is for, and how each of them can be reached.

Reads `identities` and `persons` (PostgreSQL, of `identify`) and attributes (through `content`).
"""

from collections.abc import Mapping, Sequence

from stayflow.act.campaign.model import Definition
from stayflow.act.campaign.parse import check_audience
from stayflow.act.channel import CHANNELS
from stayflow.act.content import read_attributes
from stayflow.act.outbox import QueueRow
from stayflow.act.policy import NotSent, suppressed_among
from stayflow.kernel.bucketing import bucket
from stayflow.language.condition import compile_people
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

ZONE_ATTRIBUTE = "timezone"


def audience_people(
    definition: Definition, *, scope: Scope, warehouse: ProjectWarehouse, after: int = 0
) -> list[int]:
    """The canonical persons of the audience at `scope.now` behind `after`, ascending: one statement."""
    people = compile_people(check_audience(definition, scope), scope)
    ascending = f"""
    SELECT person_id FROM ({people.sql}) WHERE person_id > {{after:UInt64}} ORDER BY person_id
    """
    parameters = {**people.parameters, "after": after}
    column = warehouse.arrow(ascending, parameters).column("person_id")
    return [int(person) for person in column.to_pylist()]


def reach_people(
    tx: Transaction,
    people: Sequence[int],
    *,
    channel: str,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> dict[int, tuple[str, str]]:
    """Each person's address on a channel (empty: none) and zone (empty: the project's).

    An attribute of the channel's `address_names` wins, because the person or a colleague stated it;
    else their newest identity of such a kind.
    """
    names = CHANNELS.get(channel).address_names
    attributes = read_attributes(
        people, scope=scope, warehouse=warehouse, names=(*names, ZONE_ATTRIBUTE)
    )
    identities = _identities(tx, people, names)
    reached: dict[int, tuple[str, str]] = {}
    for person in people:
        known = attributes[person]
        stated = next((known[name] for name in names if known.get(name)), None)
        zone = str(known.get(ZONE_ATTRIBUTE) or "")
        reached[person] = (str(stated or identities.get(person, "")), zone)
    return reached


def queue_rows(
    tx: Transaction,
    reached: Mapping[int, tuple[str, str]],
    *,
    lane: str,
    version: int,
    definition: Definition,
) -> list[QueueRow]:
    """One row a person: reachable or why not, and whether they are withheld.

    The holdout is drawn by the stable hash of (campaign, person): the same person gets the same lot
    however often the queueing starts again, and another campaign draws anew.
    """
    clean = CHANNELS.get(definition.channel).clean_address
    addresses = {person: clean(raw) if raw else "" for person, (raw, _) in reached.items()}
    known = [address for address in addresses.values() if address]
    taken: set[str] = set()
    suppressed = suppressed_among(tx, channel=definition.channel, addresses=known)
    rows: list[QueueRow] = []
    for person, (raw, zone) in reached.items():
        address = addresses[person]
        reason = _reason(address, taken, suppressed)
        if address:
            taken.add(address.lower())
        rows.append(
            QueueRow(
                key=f"{lane}:{version}:{person}",
                person_id=person,
                address=raw if address is None else address,
                zone=zone,
                is_holdout=bucket(lane, str(person)) < definition.holdout,
                reason=reason,
            )
        )
    return rows


def _reason(
    address: str | None, taken: set[str], suppressed: Mapping[str, NotSent]
) -> NotSent | None:
    if address is None:
        return NotSent.INVALID_ADDRESS
    if not address:
        return NotSent.NO_ADDRESS
    if address.lower() in taken:
        return NotSent.DUPLICATE_ADDRESS
    return suppressed.get(address.lower())


def _identities(tx: Transaction, people: Sequence[int], kinds: Sequence[str]) -> dict[int, str]:
    rows = tx.rows(
        """
        select coalesce(persons.merged_into, persons.person_id) as person, identities.value
        from persons join identities
            on identities.project_id = persons.project_id and identities.person_id =
            persons.person_id
        where identities.kind = any(%(kinds)s)
            and (persons.person_id = any(%(people)s) or persons.merged_into = any(%(people)s))
        order by person, identities.first_seen_at, identities.value
        """,
        {"kinds": list(kinds), "people": list(people)},
    )
    return {int(person): str(value) for person, value in rows}
