"""What people wrote: a fair sample of it read for its mood and its topics, the people behind each, and examples."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from stayflow.measure.analysis.comments.mask import mask_text
from stayflow.measure.analysis.comments.sentiment import Mood, read_mood
from stayflow.measure.analysis.comments.topics import find_places, find_topics

SAMPLE_MAX = 2000
LENGTH_MAX = 300
"""Characters that are read of a comment."""
TOPICS_MAX = 30
EXAMPLES_MAX = 3
"""Of each mood."""
EXAMPLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of the sample.

    Attributes:
        person: Who wrote it.
        t: On which day.
        text: What.
        groups: What it is split by, '' where there is nothing; several where groups overlap.
    """

    person: int
    t: str
    text: str
    groups: frozenset[tuple[str, ...]] = frozenset()


class MoodSize(msgspec.Struct, frozen=True):
    """Comments of one mood, and who wrote them."""

    comments: int
    people: int


class CommentCounts(msgspec.Struct, frozen=True):
    """Some comments: how many, who wrote them, and how many of each mood."""

    comments: int
    people: int
    positive: int
    neutral: int
    negative: int


class Topic(CommentCounts, frozen=True, kw_only=True, omit_defaults=True):
    """What comments are about; `previous` are those that spoke of it in the range compared with."""

    topic: str
    previous: CommentCounts | None = None


class Example(msgspec.Struct, frozen=True):
    """A comment as an example, without what tells who wrote it."""

    mood: Mood
    t: str
    text: str


class CommentGroup(CommentCounts, frozen=True, kw_only=True, omit_defaults=True):
    """The comments of one value, of the leading ones; `previous` are those of the range compared with."""

    by: dict[str, str | None]
    is_other: bool
    previous: CommentCounts | None = None


class CommentsNumbers(msgspec.Struct, frozen=True):
    """How much was written, and in which mood.

    Attributes:
        written: Comments that are not empty.
        read: Of these, in the sample; all numbers below are of the sample.
        people: Who wrote those.
        unread: Of the sample, neither Chinese nor English: they have no mood.
        positive: Comments that praise.
        neutral: Comments that do neither, or both alike.
        negative: Comments that blame.
    """

    written: int
    read: int
    people: int
    unread: int
    positive: MoodSize
    neutral: MoodSize
    negative: MoodSize


class CommentsAnswer(CommentsNumbers, frozen=True, kw_only=True, omit_defaults=True):
    """What people wrote.

    Attributes:
        topics: What it is about, those of most comments first.
        examples: A few of each mood.
        groups: By value, when the question is split.
        previous: How much it was in the range compared with.
    """

    topics: list[Topic]
    examples: list[Example]
    groups: list[CommentGroup] | None = None
    previous: CommentsNumbers | None = None


class Reading:
    """A sample, read.

    Args:
        comments: The sample.
        topics: Those that are looked for; None finds what it is about.
    """

    def __init__(self, comments: Sequence[Comment], topics: Sequence[str] | None = None) -> None:
        texts = [each.text for each in comments]
        self.comments = comments
        self.moods = [read_mood(text) for text in texts]
        self.topics = (
            find_topics(texts, TOPICS_MAX) if topics is None else find_places(texts, topics)
        )

    def answer(self, written: int, groups: list[CommentGroup] | None) -> CommentsAnswer:
        """The answer; `written` is how many comments there are in all."""
        return CommentsAnswer(
            written=written,
            read=len(self.comments),
            people=len({each.person for each in self.comments}),
            unread=self.moods.count(None),
            positive=self._size(Mood.POSITIVE),
            neutral=self._size(Mood.NEUTRAL),
            negative=self._size(Mood.NEGATIVE),
            topics=[self._topic(topic, places) for topic, places in self.topics],
            examples=[each for mood in Mood for each in self._examples(mood)],
            groups=groups,
        )

    def people(
        self, mood: Mood | None, topic: str | None, is_asked: Callable[[Comment], bool]
    ) -> list[int]:
        """Who wrote comments of a mood, of a topic, of a group; None is any of them."""
        places: Iterable[int] = range(len(self.comments))
        if topic is not None:
            places = next((at for name, at in self.topics if name == topic), ())
        return sorted(
            {
                self.comments[at].person
                for at in places
                if (mood is None or self.moods[at] is mood) and is_asked(self.comments[at])
            }
        )

    def group(
        self, by: Mapping[str, str | None], is_asked: Callable[[Comment], bool], *, is_other: bool
    ) -> CommentGroup:
        """The comments of a group."""
        places = [at for at, each in enumerate(self.comments) if is_asked(each)]
        return CommentGroup(*self._counts(places), by=dict(by), is_other=is_other)

    def values(self) -> list[tuple[str, ...]]:
        """What the sample is split by, the values of most people first."""
        people: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for each in self.comments:
            for value in each.groups:
                people[value].add(each.person)
        return sorted(people, key=lambda value: (-len(people[value]), value))

    def _people(self, places: Iterable[int]) -> int:
        return len({self.comments[at].person for at in places})

    def _size(self, mood: Mood) -> MoodSize:
        places = [at for at, had in enumerate(self.moods) if had is mood]
        return MoodSize(len(places), self._people(places))

    def _topic(self, topic: str, places: Sequence[int]) -> Topic:
        return Topic(*self._counts(places), topic=topic)

    def _counts(self, places: Sequence[int]) -> tuple[int, int, int, int, int]:
        """The fields of `CommentCounts`."""
        moods = Counter(self.moods[at] for at in places)
        return (
            len(places),
            self._people(places),
            moods[Mood.POSITIVE],
            moods[Mood.NEUTRAL],
            moods[Mood.NEGATIVE],
        )

    def _examples(self, mood: Mood) -> list[Example]:
        """Of those that speak of the most topics, by different people."""
        spoken = Counter(at for _, places in self.topics for at in places)
        places = [at for at, had in enumerate(self.moods) if had is mood]
        found: dict[int, Example] = {}
        for at in sorted(places, key=lambda at: (-spoken[at], at)):
            comment = self.comments[at]
            text = mask_text(comment.text, length=EXAMPLE_LENGTH)
            found.setdefault(comment.person, Example(mood, comment.t, text))
            if len(found) == EXAMPLES_MAX:
                break
        return list(found.values())
