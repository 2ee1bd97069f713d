"""Answers of the kinds `virality`, `voice` and `value`."""

from typing import Literal

from pydantic import Field

from stayflow.interfaces.http.model.common import Answer, Answered


class ViralityPoint(Answer):
    """One period."""

    t: str
    invitations: int
    invited: int
    is_incomplete: bool = False


class ViralityGeneration(Answer):
    """People so many invitations away from somebody who was not invited."""

    generation: int
    people: int


class ViralityInviter(Answer):
    """Somebody whose invitations were accepted in the range."""

    person_id: int
    invitations: int
    invited: int


class ViralityNumbers(Answer):
    """How people bring people, in a range."""

    active: int
    inviters: int
    invitations: int
    invited: int
    invitations_per_person: float | None = Field(description="Per active person")
    conversion: float | None = Field(description="Invited per invitation")
    k_factor: float | None = Field(description="The product of the two")
    invited_per_inviter: float | None
    cycle_seconds: float | None = Field(description="Median from the invitation to coming")
    depth: int
    circular: int = Field(description="People who were invited in a circle")
    generations: list[ViralityGeneration]
    top: list[ViralityInviter]


class ViralityResult(ViralityNumbers):
    """Of kind `virality`; with `compare` the `previous` numbers and periods as well."""

    series: list[ViralityPoint]
    previous: ViralityNumbers | None = None
    previous_series: list[ViralityPoint] | None = None


class ViralityAnswer(Answered):
    """Answer of kind `virality`."""

    kind: Literal["virality"]
    result: ViralityResult


class VoiceCell(Answer):
    """Some answers of a survey."""

    answers: int
    people: int
    happy: int
    neutral: int
    unhappy: int
    score: float | None = Field(description="NPS, -100 to 100, or CSAT, 0 to 100")
    margin: float | None = Field(description="What it may be off by, at 95 %")
    mean: float | None


class VoicePoint(VoiceCell):
    """One period."""

    t: str
    is_incomplete: bool


class VoiceGroup(VoiceCell):
    """The answers of one breakdown value."""

    by: dict[str, str | None]
    is_other: bool
    previous: VoiceCell | None = Field(default=None, description="In the range compared with")


class CommentSize(Answer):
    """Comments of one mood, and who wrote them."""

    comments: int
    people: int


class CommentCounts(Answer):
    """Some comments: how many, who wrote them, and how many of each mood."""

    comments: int
    people: int
    positive: int
    neutral: int
    negative: int


class CommentTopic(CommentCounts):
    """What comments are about."""

    topic: str
    previous: CommentCounts | None = Field(default=None, description="In the range compared with")


class CommentExample(Answer):
    """A comment without what tells who wrote it."""

    mood: Literal["positive", "neutral", "negative"]
    t: str
    text: str


class CommentGroup(CommentCounts):
    """The comments of one breakdown value."""

    by: dict[str, str | None]
    is_other: bool
    previous: CommentCounts | None = Field(default=None, description="In the range compared with")


class CommentsNumbers(Answer):
    """How much was written, and in which mood, read from a sample."""

    written: int = Field(description="Comments in all")
    read: int = Field(description="Of these, in the sample that all other numbers are of")
    people: int
    unread: int = Field(description="Of the sample, neither Chinese nor English")
    positive: CommentSize
    neutral: CommentSize
    negative: CommentSize


class CommentsResult(CommentsNumbers):
    """What people wrote."""

    topics: list[CommentTopic]
    examples: list[CommentExample]
    groups: list[CommentGroup] | None = None
    previous: CommentsNumbers | None = Field(
        default=None, description="In the range compared with; topics are those of now"
    )


class VoiceResult(Answer):
    """Of kind `voice`: with `by` the `groups`, with `comment` the `comments`, with `compare` what was `previous`."""

    method: str
    total: VoiceCell
    invalid: int = Field(description="Answers whose score is not on the scale")
    series: list[VoicePoint]
    groups: list[VoiceGroup] | None = None
    comments: CommentsResult | None = None
    previous: VoiceCell | None = None
    previous_series: list[VoicePoint] | None = None


class VoiceAnswer(Answered):
    """Answer of kind `voice`."""

    kind: Literal["voice"]
    result: VoiceResult


class ValueTierLine(Answer):
    """The people of a tier, and what they bring together."""

    stage: str
    people: int
    amount: float


class ValueMoveLine(Answer):
    """People who went from one tier to another; None is no tier."""

    from_tier: str | None = Field(alias="from")
    to: str | None
    people: int


class ValueCurvePoint(Answer):
    """The top share of people bring a share of all."""

    share: float
    amount_share: float
    people: int


class ValueCuts(Answer):
    """By which rules the tiers were cut: those of the question, or of the project where it says none."""

    amount: str
    event: str | None
    last_days: int | None
    cut_by: str
    high: float
    middle: float


class ValueResult(Answer):
    """Of kind `value`."""

    people: int
    amount: float
    gini: float
    curve: list[ValueCurvePoint]
    stages: list[ValueTierLine]
    moves: list[ValueMoveLine]
    rules: ValueCuts


class ValueAnalysisAnswer(Answered):
    """Answer of kind `value`."""

    kind: Literal["value"]
    result: ValueResult
