"""Stayflow (留量): turns traffic into people who stay.

Floors, from the ground up; imports go down only (`ARCHITECTURE.md`): `kernel` < `stores` < `access`,
`language` < `intake` < `understand` < `act`, `reward`, `measure` < `app` < `demo` < `interfaces`.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the client is
    """`stayflow.connect`, loaded when it is asked for: nothing else of the platform needs it."""
    if name == "connect":
        return import_module("stayflow.interfaces.notebook").connect
    raise AttributeError(f"module 'stayflow' has no attribute {name!r}")
