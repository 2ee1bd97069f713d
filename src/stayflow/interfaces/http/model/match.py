"""Matching: rules, runs, proposals for review."""

from pydantic import Field

from stayflow.intake.match import FieldKind, ProposalState, RunState
from stayflow.interfaces.http.model.common import Answer, Body, Instant
from stayflow.interfaces.http.model.people import IdentityShape


class MatchFieldShape(Body):
    """A field that people are compared in."""

    name: str = Field(max_length=100)
    kind: FieldKind
    attributes: list[str] = Field(
        default_factory=list, max_length=20, description="The first that is not empty counts"
    )
    identities: list[str] = Field(
        default_factory=list, max_length=20, description="Used where no attribute has it"
    )


class MatchRulesBody(Body):
    """How the project's people are matched."""

    fields: list[MatchFieldShape] = Field(max_length=50)
    propose_at: float = Field(default=0.5, description="Probability from which a pair is proposed")
    accept_at: float | None = Field(
        default=None, description="Probability from which a pair is accepted without review"
    )


class MatchRulesAnswer(MatchRulesBody):
    """The rules in force."""

    saved: bool = Field(description="False while they are only drawn from the catalogue")


class MatchRunBody(Body):
    """Which people to match."""

    only_kind: str | None = Field(
        default=None,
        max_length=100,
        description="One of each pair has an identity of this kind, such as that of an imported"
        " list; null: anybody with anybody",
    )


class MatchCountsShape(Answer):
    """What a run saw."""

    people: int = Field(description="With at least two of the fields")
    asked: int = Field(description="Those of the identity kind asked for")
    pairs: int = Field(description="Above the threshold")
    proposed: int
    known: int = Field(description="Left out: decided before, or one person by now")
    forbidden: int = Field(description="Left out: a rule of identity keeps them apart")
    accepted: int = Field(description="By the threshold, without review")


class LevelWeightShape(Answer):
    """What a level of agreement says: `m` among one person's pairs, `u` among two persons'."""

    field: str
    level: str
    m: float
    u: float


class MatchRunAnswer(Answer):
    """A search for pairs."""

    run_id: str
    job_id: str | None
    state: RunState
    progress: float | None = Field(description="0 to 1")
    note: str
    only_kind: str | None
    counts: MatchCountsShape
    trained: bool = Field(description="False: too few people to learn from, our own weights")
    weights: list[LevelWeightShape]
    error: str | None
    started_by: str
    started_at: Instant
    ended_at: Instant | None


class MatchRunList(Answer):
    """Runs, the newest first."""

    runs: list[MatchRunAnswer]


class MatchPersonShape(Answer):
    """One of the two, as the caller may see them."""

    person_id: int
    identities: list[IdentityShape]
    first_seen_at: Instant
    last_seen_at: Instant | None


class MatchFieldAnswer(Answer):
    """What one field says: a bar of the waterfall."""

    field: str
    level: str = Field(description="How far they agree: exact, close, different, missing …")
    weight: float = Field(description="log2 of the factor by which it changes the odds")
    left: str | None
    right: str | None
    masked: bool


class MatchAnswer(Answer):
    """Two persons who may be one. `prior` and the fields' weights add up to `weight`."""

    proposal_id: str
    state: ProposalState
    probability: float
    weight: float = Field(description="log2 of the odds")
    prior: float = Field(description="log2 of the odds of any two people")
    fields: list[MatchFieldAnswer]
    left: MatchPersonShape
    right: MatchPersonShape
    merged: bool = Field(description="They are one person by now")
    run_id: str
    proposed_at: Instant
    decided_at: Instant | None
    decided_by: str | None


class MatchStateCounts(Answer):
    """How many proposals there are of each state."""

    open: int
    accepted: int
    rejected: int
    undone: int


class MatchPage(Answer):
    """Proposals of one state, the likeliest first."""

    counts: MatchStateCounts
    matches: list[MatchAnswer]
    next: str | None
