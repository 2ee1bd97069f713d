"""A stable hash of (salt, unit) to [0, 1): who is in a holdout, who sees which arm."""

from hashlib import blake2b

_SCALE = float(1 << 53)


def bucket(salt: str, unit: str) -> float:
    """Where `unit` falls under `salt`, uniform in [0, 1); the same on every machine and for ever.

    The first 53 bits of BLAKE2b-64 over `salt`, a zero byte, and `unit` (UTF-8). The zero byte
    keeps ("ab", "c") and ("a", "bc") apart; a new salt gives an independent assignment.

    >>> bucket("holdout", "1") == bucket("holdout", "1")
    True
    """
    digest = blake2b(f"{salt}\0{unit}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / _SCALE
