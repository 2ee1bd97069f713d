"""Comments: what people wrote, read for its mood and its topics when somebody asks, over a bounded sample.

Pure: texts in, numbers out. `sentiment` says whether a comment praises or blames, by the words of `words.toml`;
`topics` what many of them are about; `mask` takes out what tells who wrote one; `comments` counts people and comments.
"""

from stayflow.measure.analysis.comments.comments import (
    LENGTH_MAX,
    SAMPLE_MAX,
    Comment,
    CommentCounts,
    CommentGroup,
    CommentsAnswer,
    CommentsNumbers,
    Reading,
)
from stayflow.measure.analysis.comments.mask import mask_text
from stayflow.measure.analysis.comments.sentiment import Mood, read_mood
from stayflow.measure.analysis.comments.topics import find_places, find_topics

__all__ = [
    "LENGTH_MAX",
    "SAMPLE_MAX",
    "Comment",
    "CommentCounts",
    "CommentGroup",
    "CommentsAnswer",
    "CommentsNumbers",
    "Mood",
    "Reading",
    "find_places",
    "find_topics",
    "mask_text",
    "read_mood",
]
