"""The step that looks for texts that are none: control characters, and what a wrong encoding left."""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.reasons import Reason
from stayflow.intake.columns import Mask, as_mask

LOST: Final = "\N{REPLACEMENT CHARACTER}"
"""What a decoder writes where bytes were no UTF-8, and we for a NUL or half a surrogate pair."""

Bytes = npt.NDArray[np.uint8]

# C0 without tab and line ends, DEL, and C1 (in UTF-8 C2 80 to C2 9F).
_CONTROL: Final = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{80}-\x{9F}]"
_FIRST_PRINTABLE: Final = 0x20
_BLANKS: Final = (0x09, 0x0A, 0x0D)
_DELETE: Final = 0x7F
_C1_LEAD: Final = 0xC2
_LOST_LEAD: Final = 0xEF


def fix_malformed_text(batch: Cleaning) -> Cleaning:
    """Control characters are taken out; what a wrong encoding destroyed is counted as repaired."""
    events = batch.events
    touched = _is_lost(events.properties)
    if events.is_mended is not None:
        touched |= events.is_mended
    name, is_fixed = _without_control(events.name)
    touched |= is_fixed
    context = dict(events.context)
    for field, values in events.context.items():
        context[field], is_fixed = _without_control(values)
        touched |= is_fixed
    identities = dict(events.identities)
    for kind, values in events.identities.items():
        identities[kind], is_fixed = _without_control(values)
        touched |= is_fixed
    if not touched.any():
        return batch
    fixed = replace(events, name=name, context=context, identities=identities)
    return batch.repair(fixed, touched, Reason.TEXT_MALFORMED)


def is_broken(values: pa.Array) -> Mask:
    """Where characters of a text were lost on the way."""
    return _is_lost(values)


def _without_control(values: pa.Array) -> tuple[pa.Array, Mask]:
    """The texts without control characters, and where that or a lost character changed them."""
    content = _content(values)
    if not len(content) or (content.min() >= _FIRST_PRINTABLE and content.max() < _DELETE):
        return values, np.zeros(len(values), dtype=bool)
    lost = _is_lost(values)
    if not _may_control(content):
        return values, lost
    found = as_mask(pc.match_substring_regex(values, _CONTROL))
    if not found.any():
        return values, lost
    return pc.replace_substring_regex(values, _CONTROL, ""), found | lost


def _may_control(content: Bytes) -> bool:
    low = content[content < _FIRST_PRINTABLE]
    return bool(
        np.isin(low, _BLANKS, invert=True).any()
        or (content == _DELETE).any()
        or (content == _C1_LEAD).any()
    )


def _is_lost(values: pa.Array) -> Mask:
    content = _content(values)
    if not len(content) or content.max() < _LOST_LEAD or not (content == _LOST_LEAD).any():
        return np.zeros(len(values), dtype=bool)
    return as_mask(pc.match_substring(values, LOST))


def _content(values: pa.Array) -> Bytes:
    """All bytes of the texts of a column, one after the other."""
    texts = values.dictionary if pa.types.is_dictionary(values.type) else values
    texts = texts.cast(pa.large_string())
    data = texts.buffers()[2]
    if data is None or not len(texts):
        return np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)
    first, last = int(offsets[texts.offset]), int(offsets[texts.offset + len(texts)])
    return np.frombuffer(data, dtype=np.uint8)[first:last]
