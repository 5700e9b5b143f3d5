"""Signatures of deliveries: HMAC with SHA-256."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


class WebhookError(ValueError):
    """A delivery that is not what the API sends. Answer it with 400, and do nothing else with it."""


class SignatureError(WebhookError):
    """A delivery that is not signed as it should be. Answer it with 401, and do nothing else with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The header that holds a signature of the body.

    With `signature`, the header is a list such as `t=1700000000,v1=…`. With `timestamp`, the time of that name, a
    dot and the body are what is signed, and the time may be `tolerance` seconds from now. `env` is the variable
    that holds the secret.
    """

    header: str
    signature: str | None = None
    timestamp: str | None = None
    tolerance: float = 300.0
    encoding: Literal["hex", "base64"] = "hex"
    env: str | None = None


def verify(declared: Signature, body: bytes, headers: Mapping[str, str], secret: str, now: float) -> None:
    """Check a delivery; `now` is in seconds since 1970.

    Raises:
        SignatureError: when it is not signed with the secret, or too long ago.
    """
    text = next((value for name, value in headers.items() if name.lower() == declared.header.lower()), None)
    if text is None:
        raise SignatureError(f"the delivery has no header {declared.header}")
    parts = _parts(text)
    signed = body
    if declared.timestamp is not None:
        time = next(iter(parts.get(declared.timestamp, ())), "")
        if not (time.isascii() and time.isdecimal() and len(time) <= 15):
            raise SignatureError(f"the header {declared.header} has no time")
        if abs(now - int(time)) > declared.tolerance:
            raise SignatureError("the delivery was signed too long ago, or in the future")
        signed = b"%s.%s" % (time.encode(), body)
    digest = hmac.digest(secret.encode(), signed, "sha256")
    expected = digest.hex() if declared.encoding == "hex" else b64encode(digest).decode()
    given = (text.strip(),) if declared.signature is None else parts.get(declared.signature, ())
    # While a secret is changed, a delivery may have a signature for the old one and one for the new.
    matches = [hmac.compare_digest(expected.encode(), one.encode("utf-8", "surrogatepass")) for one in given]
    if not any(matches):
        raise SignatureError("the signature does not fit the delivery and the secret")


def _parts(text: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        parts.setdefault(name, []).append(value)
    return parts
