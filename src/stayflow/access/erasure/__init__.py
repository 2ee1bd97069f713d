"""Erasure of persons: what every room holds of them, how it is let go of, and the report that nothing is left.

Rooms declare their tables as `Holdings` (gathered in `app.py`); `intake/erase.py` carries an erasure out. A test holds
the declarations against every table of both engines.

Owns `erasures`, `erased_people` and `erasure_places` (PostgreSQL). Numbers of erased people stay: they are never given
again, lead to nobody, and tell where nothing may be left.
"""

from stayflow.access.erasure.facts import PREFIX as FACTS
from stayflow.access.erasure.facts import count_facts, take_out
from stayflow.access.erasure.model import (
    BitmapTable,
    Erased,
    Erasure,
    ErasureNotFound,
    ErasureState,
    FactTable,
    Holdings,
    PassingTable,
    Place,
    StateTable,
    TextTable,
    Way,
    Why,
    way_of,
)
from stayflow.access.erasure.state import PREFIX as STATE
from stayflow.access.erasure.state import count_state, count_telling, let_go
from stayflow.access.erasure.store import (
    ask_for_erasure,
    begin_erasure,
    end_erasure,
    erased_among,
    everybody_erased,
    get_erasure,
    is_erasing,
    list_erasures,
    list_erasures_of,
    list_open_erasures,
    list_places,
    note_second_look,
    save_places,
)

__all__ = [
    "FACTS",
    "STATE",
    "BitmapTable",
    "Erased",
    "Erasure",
    "ErasureNotFound",
    "ErasureState",
    "FactTable",
    "Holdings",
    "PassingTable",
    "Place",
    "StateTable",
    "TextTable",
    "Way",
    "Why",
    "ask_for_erasure",
    "begin_erasure",
    "count_facts",
    "count_state",
    "count_telling",
    "end_erasure",
    "erased_among",
    "everybody_erased",
    "get_erasure",
    "is_erasing",
    "let_go",
    "list_erasures",
    "list_erasures_of",
    "list_open_erasures",
    "list_places",
    "note_second_look",
    "save_places",
    "take_out",
    "way_of",
]
