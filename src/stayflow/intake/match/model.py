"""The nouns of matching: what is compared, a run, a proposal and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class FieldKind(StrEnum):
    """How a field is standardised, compared and blocked on."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PLACE = "place"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class MatchField:
    """A field that people are compared in.

    Attributes:
        name: As the operator calls it.
        kind: What it holds.
        attributes: Person attributes that hold it; the first that is not empty counts.
        identities: Identity kinds that hold it, when no attribute does.
    """

    name: str
    kind: FieldKind
    attributes: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchRules:
    """How a project's people are matched.

    Attributes:
        fields: What is compared; two people are weighed by the fields that both have.
        propose_at: Probability from which a pair is proposed, in (0, 1).
        accept_at: Probability from which a pair is accepted without review; None: never.
    """

    fields: tuple[MatchField, ...]
    propose_at: float = 0.5
    accept_at: float | None = None


ATTRIBUTES_OF_KIND: Final[Mapping[FieldKind, tuple[str, ...]]] = {
    FieldKind.NAME: ("name", "full_name", "fullname", "real_name", "姓名", "名字"),
    FieldKind.GIVEN_NAME: ("given_name", "first_name", "firstname", "firstName", "名"),
    FieldKind.FAMILY_NAME: ("family_name", "last_name", "surname", "lastname", "lastName", "姓"),
    FieldKind.DATE: (
        "birthday",
        "birth_date",
        "birthdate",
        "date_of_birth",
        "dob",
        "生日",
        "出生日期",
    ),
    FieldKind.PHONE: ("phone", "mobile", "phone_number", "tel", "手机", "手机号", "电话"),
    FieldKind.EMAIL: ("email", "e_mail", "mail", "邮箱"),
    FieldKind.ADDRESS: ("address", "street", "address_1", "地址"),
    FieldKind.PLACE: ("city", "suburb", "town", "城市"),
    FieldKind.CODE: ("id_number", "postcode", "zip", "soc_sec_id", "身份证", "邮编"),
}
"""Attribute names by which a project without rules of its own is understood."""

IDENTITIES_OF_KIND: Final[Mapping[FieldKind, tuple[str, ...]]] = {
    FieldKind.PHONE: ("phone",),
    FieldKind.EMAIL: ("email",),
}


class RunState(StrEnum):
    """Where a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run saw.

    Attributes:
        people: People with at least two of the fields.
        asked: Those of them who carry the identity kind that the run is about; all without one.
        pairs: Pairs above the threshold.
        proposed: Pairs that are open after the run.
        known: Pairs left out because somebody has decided on them, or they are one person by now.
        forbidden: Pairs left out because a rule of identity forbids the merge.
        accepted: Pairs accepted by the threshold.
    """

    people: int = 0
    asked: int = 0
    pairs: int = 0
    proposed: int = 0
    known: int = 0
    forbidden: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class NewRun:
    """A search that is asked for.

    Attributes:
        run_id: As `new_id` makes it.
        rules: In force now.
        only_kind: At least one of a pair carries an identity of this kind; None: anybody.
        actor: Who asks.
    """

    run_id: str
    rules: MatchRules
    only_kind: str | None
    actor: str


@dataclass(frozen=True, slots=True)
class Run:
    """One search for pairs.

    Attributes:
        only_kind: At least one of a pair carries an identity of this kind; None: anybody.
        trained: The weights were learnt from the data; else those we ship were used.
        weights: The learnt model by field and level, None before it is there.
    """

    run_id: str
    state: RunState
    rules: MatchRules
    only_kind: str | None
    counts: RunCounts
    trained: bool
    weights: tuple["LevelWeight", ...]
    error: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """What a level of agreement in a field says.

    Attributes:
        field: The field's name.
        level: The level's name, such as `exact`.
        m: Share of one person's pairs at this level.
        u: Share of two persons' pairs at this level.
    """

    field: str
    level: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one field adds to a proposal; a bar of the waterfall.

    Attributes:
        field: The field's name.
        level: How far the two agree in it, such as `exact`; `missing` adds nothing.
        weight: log2 of the factor by which it changes the odds; rare values weigh more.
    """

    field: str
    level: str
    weight: float


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two persons who may be one.

    Attributes:
        left: Person id as it was when proposed, the smaller one.
        right: The other's.
        left_now: Where `left` leads by now; equal to `right_now` when they are one person.
        right_now: Where `right` leads by now.
        probability: Of being one person.
        weight: log2 of the odds: `prior` and every contribution added up.
        prior: log2 of the odds of any two people.
        decided_by: Who accepted or rejected it; `match` for the threshold.
        claim_id: What the acceptance claimed in the graph of identities.
    """

    proposal_id: str
    left: int
    right: int
    left_now: int
    right_now: int
    probability: float
    weight: float
    prior: float
    contributions: tuple[Contribution, ...]
    state: ProposalState
    run_id: str
    proposed_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPair:
    """A pair above the threshold, as the model found it."""

    left: int
    right: int
    probability: float
    weight: float
    contributions: tuple[Contribution, ...] = field(default=())
