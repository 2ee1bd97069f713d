"""Send events to Stayflow: queued, batched, sent again until confirmed, counted once."""

from stayflow_sdk.client import Client
from stayflow_sdk.model import CallOptions, Problem, ProblemCode, SdkError, Settings, SpoolInUse

__version__ = "0.1.0"
__all__ = [
    "CallOptions",
    "Client",
    "Problem",
    "ProblemCode",
    "SdkError",
    "Settings",
    "SpoolInUse",
]
