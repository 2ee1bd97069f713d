"""Secrets at rest: encrypted with a key that lies outside the database."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from stayflow.stores.errors import StoreFailed


class SecretBox:
    """Encrypts and decrypts small secrets, such as SMTP passwords, with the folder's key file.

    Source:
        Fernet: AES-128-CBC with HMAC-SHA256, github.com/fernet/spec.
    """

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        self.key = key

    @classmethod
    def at(cls, path: Path) -> "SecretBox":
        """Open the key file, making it (mode 0600) on first use."""
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(Fernet.generate_key())
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        return cls(path.read_bytes())

    def seal(self, secret: str) -> str:
        """Encrypt."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt.

        Raises:
            StoreFailed: The key file is not the one the secret was sealed with.
        """
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise StoreFailed(
                "a stored secret cannot be opened: the key file was changed or lost"
            ) from None
