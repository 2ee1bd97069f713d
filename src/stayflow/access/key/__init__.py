"""Keys: write keys send events (each is a source), API keys use the API with a role.

Owns the table `keys`. A secret is shown once; only its SHA-256 is kept, which is enough because a
secret has 190 random bits. Revoking is at once here; the collector's cache follows within seconds.
"""

from stayflow.access.key.model import (
    Key,
    KeyInvalid,
    KeyKind,
    KeyNotFound,
    NewKey,
    hash_secret,
)
from stayflow.access.key.store import (
    describe_source,
    find_key,
    issue_key,
    list_keys,
    note_key_use,
    revoke_key,
)

__all__ = [
    "Key",
    "KeyInvalid",
    "KeyKind",
    "KeyNotFound",
    "NewKey",
    "describe_source",
    "find_key",
    "hash_secret",
    "issue_key",
    "list_keys",
    "note_key_use",
    "revoke_key",
]
