"""Secrets, wrapped so that printing one shows nothing."""

import json
import os
from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import blake2b
from urllib.parse import quote, quote_plus

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
    return masking(secrets)(text)


def masking(secrets: Iterable[Secret]) -> Callable[[str], str]:
    """What `masked` does with these secrets, prepared for many texts."""
    revealed = (secret.reveal() for secret in secrets)
    forms = {form for text in revealed if len(text) >= _SHORTEST for form in _forms(text)}
    # The longest first: another may be a part of it.
    ordered = sorted(forms, key=lambda form: (-len(form), form))

    def mask(text: str) -> str:
        for form in ordered:
            text = text.replace(form, MASK)
        return text

    return mask


def _forms(secret: str) -> tuple[str, ...]:
    """A secret as it may stand in a text."""
    return (
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        b64encode(secret.encode()).decode(),
    )


def fingerprint(secrets: Iterable[Secret]) -> bytes:
    """Tells secrets apart within this process, and nothing else about them."""
    digest = blake2b(key=_SALT)
    for secret in secrets:
        text = secret.reveal().encode()
        digest.update(len(text).to_bytes(8) + text)
    return digest.digest()
