"""ONE-ID: kinds of identity, the graph of a person, merging and parting."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Body, Instant


class IdentityKindShape(Answer):
    """What holds of a kind of identity."""

    kind: str
    unique: bool = Field(description="A person has at most one")
    priority: int = Field(description="The lower, the weightier: decides whose an event is")
    limit: int | None = Field(description="A person has at most so many; null for any number")
    sharable: bool = Field(description="Several people may use it, as a device of a family")
    shared_from: int = Field(
        description="Sharable only: the account of one kind that is the so-manieth seen with it "
        "is no longer joined with it"
    )
    blocked: list[str] = Field(description="Values that join nobody")
    identities: int = Field(description="How many there are")


class IdentityKindsAnswer(Answer):
    """The kinds, the weightiest first."""

    kinds: list[IdentityKindShape]
    blocked: list[str] = Field(description="Values that join nobody, whatever their kind")
    refusals: dict[str, int] = Field(description="Pairs that do not join their persons, by reason")
    job_id: str | None = Field(description="New rules that are being put in force")


class IdentityKindBody(Body):
    """A kind of identity as it shall be."""

    kind: str = Field(max_length=64)
    unique: bool = False
    priority: int = Field(default=70, ge=0, le=10_000)
    limit: int | None = Field(default=None, ge=1)
    sharable: bool = False
    shared_from: int = Field(default=2, ge=1)
    blocked: list[str] = Field(default_factory=list, max_length=10_000)


class IdentityKindsBody(Body):
    """All kinds; one that has identities cannot be left out. Everybody is weighed again by a job."""

    kinds: list[IdentityKindBody] = Field(min_length=1, max_length=200)
    blocked: list[str] = Field(default_factory=list, max_length=10_000)


class IdentityImportBody(Body):
    """A file that the server itself can read; only for the command line of its machine."""

    file: str = Field(description="CSV or Parquet; each column a kind of identity, and `at`")


class SquashAnswer(Answer):
    """What questions look up of the merges, as it stands."""

    in_force: bool = Field(
        description="Events tell their survivor; only newer merges are looked up"
    )
    merges: int = Field(description="How many person ids lead elsewhere")
    looked_up: int = Field(description="How many of them a question looks up for every event")
    job_id: str | None = Field(description="A squash that waits or is at work")


class GraphNodeShape(Answer):
    """An identity; e-mail and phone are masked for roles below operator."""

    id: int
    kind: str
    value: str
    masked: bool
    first_seen_at: Instant
    person_id: int = Field(description="Another person's at the far end of a refused edge")
    blocked: bool


class GraphEdgeShape(Answer):
    """Two identities named together by an event, or said to be one person's by hand."""

    high: int = Field(description="`id` of the weightier identity")
    low: int
    at: Instant = Field(description="When the first event that named both happened")
    cause: str = Field(description="`named_together`, `import`, `manual` or `match`")
    event_id: str | None
    event: str | None = Field(description="Name of that event")
    source: str | None = Field(description="The way by which it came")
    actor: str | None = Field(description="Who said it, by hand")
    refused: bool = Field(description="It does not join the two")
    reason: str | None = Field(description="Why not, such as `unique_differs`")
    kind: str | None = Field(description="The kind whose rule that is")
    claim_id: str | None = Field(description="Of what was said by hand; can be taken back")


class MergeEntryShape(Answer):
    """A person id that led elsewhere since a change."""

    batch: int
    person_id: int
    to: int = Field(description="The living person since then; itself where it stands alone again")
    at: Instant = Field(description="When what decided it happened")
    recorded_at: Instant | None
    cause: str
    event_id: str | None
    actor: str | None
    note: str | None
    claim_id: str | None
    in_force: bool = Field(description="By hand, and not taken back")


class PersonGraphAnswer(Answer):
    """Why these identities are one person."""

    person_id: int
    nodes: list[GraphNodeShape]
    edges: list[GraphEdgeShape]
    merges: list[MergeEntryShape]
    whole: bool = Field(description="False when the graph is too large to be shown at once")


class ChainAnswer(Answer):
    """The shortest chain between two identities."""

    nodes: list[GraphNodeShape]
    edges: list[GraphEdgeShape]


class MergeBody(Body):
    """Two persons, by any of their ids."""

    one: int = Field(ge=1)
    other: int = Field(ge=1)
    note: str = Field(default="", max_length=500)


class UnmergeBody(Body):
    """Either identities of a person to be detached, or something said by hand to be taken back."""

    person_id: int | None = Field(default=None, ge=1)
    identities: list[int] = Field(
        default_factory=list, max_length=500, description="`id` of nodes of the person's graph"
    )
    claim_id: str | None = None
    note: str = Field(default="", max_length=500)


class AttributeLine(Answer):
    """An attribute's newest value."""

    name: str
    value: str
    masked: bool = False


class PersonPartShape(Answer):
    """A person before or after a change."""

    person_id: int = Field(description="0 for one that is still to be made")
    person_ids: list[int] = Field(description="Every id whose events are theirs")
    identities: list[GraphNodeShape]
    events: int
    points: int
    attributes: list[AttributeLine]


class RegroupAnswer(Answer):
    """What a merge or an unmerge does to persons."""

    state: Literal["preview", "done"]
    before: list[PersonPartShape]
    after: list[PersonPartShape]
    claims: list[str] = Field(description="Put in force; can be taken back by `claim_id`")
    withdrawn: list[str] = Field(description="Said by hand earlier, and no longer in force")


class MergePage(Answer):
    """The history of persons, newest first."""

    merges: list[MergeEntryShape]
    next: str | None


class RefusedEnd(Answer):
    """An identity at one end of a refused pair."""

    id: int
    kind: str
    value: str
    masked: bool
    person_id: int


class RefusalShape(Answer):
    """Two identities named by one event that are not one person's for it."""

    high: RefusedEnd
    low: RefusedEnd
    reason: str
    kind: str | None
    at: Instant
    event_id: str


class RefusalPage(Answer):
    """Refused pairs."""

    refusals: list[RefusalShape]
    counts: dict[str, int] = Field(description="All of them, by reason")
    next: str | None
