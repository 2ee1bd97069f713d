"""What sending and tracking need of the rest of the house, in one value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stayflow.act.content import LinkSigner
from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.language.scope import Scope
from stayflow.stores.files import SecretBox
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import Warehouse


@dataclass(frozen=True)
class PostOffice:
    """The dependencies of everything that leaves or comes back; made once, by `app.py`.

    Attributes:
        box: Opens the channels' secrets.
        signer: Makes and reads the links in messages.
        emit: Appends events of ours to a project's log, durable when it returns.
        scope_of: What the compilers know of a project now.
        allow_private: Whether a provider may be at a private address (`allow_private_targets`).
    """

    relational: Relational
    warehouse: Warehouse
    clock: Clock
    box: SecretBox
    signer: LinkSigner
    emit: Callable[[ProjectId, Sequence[RawEvent]], object]
    scope_of: Callable[[ProjectId], Scope]
    allow_private: bool = False
