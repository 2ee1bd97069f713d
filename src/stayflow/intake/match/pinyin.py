"""Chinese names by their sound, so that 张伟 and 章伟 are near; without the library, by nothing."""

import importlib.util
import re
from functools import lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
IS_AVAILABLE: Final = importlib.util.find_spec("pypinyin") is not None


def spell(names: pa.StringArray) -> pa.StringArray:
    """The pinyin of names with Chinese characters, without tones; others as they are.

    Each distinct name is spelt once.
    """
    if not IS_AVAILABLE:
        return names
    encoded = pc.dictionary_encode(names)
    spelt = pa.array([_spell_one(name) for name in encoded.dictionary.to_pylist()], pa.string())
    return spelt.take(encoded.indices)


@lru_cache(maxsize=100_000)
def _spell_one(name: str) -> str:
    if not _HAN.search(name):
        return name
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - an extra, and it loads its tables

    return " ".join(lazy_pinyin(name))
