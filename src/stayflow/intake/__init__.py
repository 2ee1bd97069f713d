"""FLOW 1, from outside to a stored, identified event: decode, clean, identify, record, publish.

`append_events` puts events into the durable log, the only way in for other rooms; `pipeline` takes
them from there; `batch` brings files in; `protocol` speaks the wire formats of others.
"""

from stayflow.intake.pipeline import append_events

__all__ = ["append_events"]
