"""Import: a file of identities and values."""

from stayflow.language.sentence import Sentence
from stayflow.understand.tag.kinds.given import GivenKind

IMPORT = GivenKind(
    "import", Sentence("导入", "import"), Sentence("由文件导入", "imported from a file")
)
