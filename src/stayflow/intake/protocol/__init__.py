"""Wire formats: one file each turns the requests of an SDK into events. Registered in `protocols.py`.

Reads nothing and writes nothing: a format is two pure functions of a request. `open` looks at it
at the door and decides whether it is taken; the log keeps the request as it came; `decode` makes
events of it in the consumer.
"""

from stayflow.intake.protocol.errors import BodyTooLarge, BodyUnreadable, MessageBatchEmpty
from stayflow.intake.protocol.kept import EntryReader, keep_request, read_entry
from stayflow.intake.protocol.model import Answer, Opened, Protocol, Request, Voucher
from stayflow.intake.protocol.protocols import PROTOCOLS, protocol_of

__all__ = [
    "PROTOCOLS",
    "Answer",
    "BodyTooLarge",
    "BodyUnreadable",
    "EntryReader",
    "MessageBatchEmpty",
    "Opened",
    "Protocol",
    "Request",
    "Voucher",
    "keep_request",
    "protocol_of",
    "read_entry",
]
