"""A request with stand-ins in the place of its secrets, and the variables they stand for."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from ._content import Content
from ._message import Headers, Request
from ._schemes import AuthScheme, Basic, Credential
from ._secret import MASK, Secret


@dataclass(frozen=True, slots=True)
class Sketch:
    """A request whose secrets are replaced by stand-ins. `variables` names the environment variable of each.

    `user` is user name and password of HTTP Basic, whose header is not among the `headers`: it is encoded.
    """

    method: str
    url: str
    headers: Headers
    body: str | Content | None
    variables: Mapping[str, str]
    user: str | None

    def parts(self, text: str) -> Iterator[tuple[str, str | None]]:
        """A text as alternating literal pieces and variables: `(piece, None)` or `("", variable)`."""
        pattern = "|".join(map(re.escape, self.variables)) or r"(?!)"
        for piece in re.split(f"({pattern})", text):
            if piece:
                yield ("", self.variables[piece]) if piece in self.variables else (piece, None)

    def masked(self, text: str) -> str:
        return "".join(piece if variable is None else MASK for piece, variable in self.parts(text))

    def holds_secret(self, text: str) -> bool:
        return any(stand_in in text for stand_in in self.variables)

    def used(self) -> Iterator[str]:
        """The variables that occur in the request, each once."""
        whole = "\n".join((self.url, *(text for _, text in self.headers), *self._texts(), self.user or ""))
        yield from dict.fromkeys(variable for _, variable in self.parts(whole) if variable is not None)

    def _texts(self) -> Iterator[str]:
        """The texts of the body."""
        match self.body:
            case str():
                yield self.body
            case Content(parts=parts):
                yield from (part.value for part in parts if isinstance(part.value, str))
            case None:
                pass


class Stand:
    """Makes stand-ins for the secrets of one request: texts that occur nowhere else and that fit everywhere."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._variables: dict[str, str] = {}

    def for_credential(self, credential: Credential) -> Secret:
        return Secret(self._stand_in(credential.env or self._variable(credential.argument)))

    def for_value(self, name: str) -> str:
        return self._stand_in(self._variable(name))

    def sketch(self, request: Request, scheme: AuthScheme) -> Sketch:
        """The sketch of a request that was built with stand-ins."""
        user, headers = None, request.headers
        if isinstance(scheme, Basic):
            pair = self._user(scheme)
            header = ("Authorization", f"Basic {b64encode(pair.encode()).decode()}")
            user = pair if header in headers else None
            headers = tuple(other for other in headers if other != header)
        if isinstance(request.content, Content):
            # Stand-ins are not as long as what they stand for.
            headers = tuple(pair for pair in headers if pair[0] != "Content-Length")
        body = request.content.decode() if isinstance(request.content, bytes) else request.content
        return Sketch(request.method, request.url, headers, body, self._variables, user)

    def _user(self, scheme: Basic) -> str:
        halves = (scheme.username, scheme.password)
        names = {variable: stand_in for stand_in, variable in self._variables.items()}
        return ":".join(
            half if isinstance(half, str) else names[half.env or self._variable(half.argument)] for half in halves
        )

    def _stand_in(self, variable: str) -> str:
        stand_in = uuid4().hex
        self._variables[stand_in] = variable
        return stand_in

    def _variable(self, name: str) -> str:
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", f"{self._prefix}_{name}")
        return re.sub(r"[^A-Za-z0-9]+", "_", words).upper()
