"""Secrets, wrapped so that printing one shows nothing."""

import os
from collections.abc import Iterable
from hashlib import blake2b

MASK = "***"

_SHORTEST = 4
"""Shorter ones are left where they are: they would be found within ordinary words."""


_SALT = os.urandom(32)


class Secret:
    """A text that must not be shown. `reveal()` is the only way to it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a Secret is not pickled: it would be written out in the clear")


def masked(text: str, secrets: Iterable[Secret]) -> str:
    """`text` without the secrets, for texts that others wrote and that may repeat what was sent to them."""
    for secret in secrets:
        if len(secret.reveal()) >= _SHORTEST:
            text = text.replace(secret.reveal(), MASK)
    return text


def fingerprint(secrets: Iterable[Secret]) -> bytes:
    """Tells secrets apart within this process, and nothing else about them."""
    digest = blake2b(key=_SALT)
    for secret in secrets:
        text = secret.reveal().encode()
        digest.update(len(text).to_bytes(8) + text)
    return digest.digest()
