"""Wire formats: one file each turns the bytes of an SDK into events. Registered in `protocols.py`.

Reads nothing and writes nothing: a format is a pure function of a request.
"""

from stayflow.intake.protocol.errors import BodyTooLarge, BodyUnreadable, MessageBatchEmpty
from stayflow.intake.protocol.model import Decoded, Protocol, Request
from stayflow.intake.protocol.protocols import PROTOCOLS, protocol_of

__all__ = [
    "PROTOCOLS",
    "BodyTooLarge",
    "BodyUnreadable",
    "Decoded",
    "MessageBatchEmpty",
    "Protocol",
    "Request",
    "protocol_of",
]
