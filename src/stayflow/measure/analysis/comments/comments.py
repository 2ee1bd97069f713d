"""What people wrote: a fair sample of it read for its mood and its topics, the people behind each, and examples."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from stayflow.measure.analysis.comments.mask import mask_text
from stayflow.measure.analysis.comments.sentiment import Mood, read_mood
from stayflow.measure.analysis.comments.topics import find_topics

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


class Topic(msgspec.Struct, frozen=True):
    """What comments are about: how many speak of it, who, and in which mood."""

    topic: str
    comments: int
    people: int
    positive: int
    neutral: int
    negative: int


class Example(msgspec.Struct, frozen=True):
    """A comment as an example, without what tells who wrote it."""

    mood: Mood
    t: str
    text: str


class CommentGroup(msgspec.Struct, frozen=True):
    """The comments of one value, of the leading ones; comments by mood, and who wrote them."""

    by: dict[str, str | None]
    is_other: bool
    comments: int
    people: int
    positive: int
    neutral: int
    negative: int


class CommentsAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What people wrote.

    Attributes:
        written: Comments that are not empty.
        read: Of these, in the sample; all numbers below are of the sample.
        people: Who wrote those.
        unread: Of the sample, neither Chinese nor English: they have no mood.
        positive: Comments that praise.
        neutral: Comments that do neither, or both alike.
        negative: Comments that blame.
        topics: What they are about, those of most comments first.
        examples: A few of each mood.
        groups: By value, when the question is split.
    """

    written: int
    read: int
    people: int
    unread: int
    positive: MoodSize
    neutral: MoodSize
    negative: MoodSize
    topics: list[Topic]
    examples: list[Example]
    groups: list[CommentGroup] | None = None


class Reading:
    """A sample, read."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self.comments = comments
        self.moods = [read_mood(each.text) for each in comments]
        self.topics = find_topics([each.text for each in comments], TOPICS_MAX)

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
        moods = self._moods(places)
        return CommentGroup(
            by=dict(by),
            is_other=is_other,
            comments=len(places),
            people=self._people(places),
            positive=moods[Mood.POSITIVE],
            neutral=moods[Mood.NEUTRAL],
            negative=moods[Mood.NEGATIVE],
        )

    def values(self) -> list[tuple[str, ...]]:
        """What the sample is split by, the values of most people first."""
        people: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for each in self.comments:
            for value in each.groups:
                people[value].add(each.person)
        return sorted(people, key=lambda value: (-len(people[value]), value))

    def _people(self, places: Iterable[int]) -> int:
        return len({self.comments[at].person for at in places})

    def _moods(self, places: Iterable[int]) -> Counter[Mood | None]:
        return Counter(self.moods[at] for at in places)

    def _size(self, mood: Mood) -> MoodSize:
        places = [at for at, had in enumerate(self.moods) if had is mood]
        return MoodSize(len(places), self._people(places))

    def _topic(self, topic: str, places: Sequence[int]) -> Topic:
        moods = self._moods(places)
        return Topic(
            topic=topic,
            comments=len(places),
            people=self._people(places),
            positive=moods[Mood.POSITIVE],
            neutral=moods[Mood.NEUTRAL],
            negative=moods[Mood.NEGATIVE],
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
