"""How many examples a law draws that is made inside of a test; of others `conftest` knows."""

import os
from typing import Final

TIMES: Final = int(os.environ.get("STAYFLOW_EXAMPLES", "1"))
"""How many times as many as usual."""


def examples(usual: int) -> int:
    """So many, or as many times more as are asked for."""
    return usual * TIMES
