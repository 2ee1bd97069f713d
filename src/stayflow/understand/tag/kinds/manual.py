"""Manual: given by hand to a person or to the people of a segment."""

from stayflow.language.sentence import Sentence
from stayflow.understand.tag.kinds.given import GivenKind

MANUAL = GivenKind("manual", Sentence("手工", "manual"), Sentence("手工添加", "given by hand"))
