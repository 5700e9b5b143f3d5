"""What sync and async clients have in common: everything but sending."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from ._action import Action, Connector, Credential
from ._auth import Authentication, authenticate, find_secrets
from ._envelope import Envelope
from ._errors import MissingCredential
from ._flow import enveloped, typed
from ._message import Flow
from ._options import Options, checked
from ._registry import Registry
from ._unset import Unset

if TYPE_CHECKING:
    from ._prepared import Prepared
    from ._walk import Paging

T = TypeVar("T")

_log = logging.getLogger("connectory")
_log.addHandler(logging.NullHandler())


class Core:
    """Makes the flows of one client's calls. May be used by several threads at once."""

    def __init__(
        self,
        connector: Connector,
        identifiers: Mapping[str, tuple[str, str]],
        credentials: Mapping[str, str | None],
        base_url: str | None,
        timeout: float | Unset | None,
    ) -> None:
        self._connector = connector
        self._registry = Registry(connector, identifiers)
        self._secrets = find_secrets(connector.auth.values(), credentials)
        self._base_url = _checked_url(connector.servers[0] if base_url is None else base_url)
        self._timeout = timeout
        self._prepared: dict[Action[Any], Prepared[Any]] = {}
        self._lock = Lock()

    def call(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None) -> Flow[T]:
        """The flow of a typed call."""
        return typed(self._prepare(action), arguments, checked(options), self._timeout)

    def pages(self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None) -> Paging[Any]:
        """The pages of a call, with its input checked.

        Raises:
            InvalidInput: for input that breaks a rule.
        """
        from ._walk import Paging

        if action.pagination is None:
            raise TypeError(f"{action.id} has no pages")
        prepared = self._prepare(action)
        values = prepared.inputs.check(arguments)
        return Paging(prepared, action.pagination, values, checked(options), self._timeout)

    def execute(self, identifier: object, arguments: object, options: Options | None) -> Flow[Envelope]:
        """The flow of a call by identifier.

        Raises:
            TypeError: when the identifier is no text, the arguments are no mapping from text, or an option is unknown.
        """
        if not isinstance(identifier, str):
            raise TypeError("the identifier of an action is text")
        name, given = identifier, _checked_arguments(arguments)
        return enveloped(lambda: self._prepare(self._registry.find(name)), given, checked(options), self._timeout)

    def _prepare(self, action: Action[T]) -> Prepared[T]:
        found = self._prepared.get(action)
        if found is None:
            from ._prepared import Prepared  # half of all the code here, and importing a client needs none of it

            with self._lock:
                found = self._prepared.setdefault(action, Prepared(action, self._base_url, self._authenticate))
            if action.deprecated:
                _log.warning("%s.%s is deprecated: %s", self._connector.id, action.id, action.deprecated)
        return cast("Prepared[T]", found)

    def _authenticate(self, action: Action[Any]) -> Authentication:
        def refuse(credential: Credential, problem: str) -> MissingCredential:
            variable = f" or set {credential.env}" if credential.env else ""
            return MissingCredential(
                f"the credential {credential.argument} {problem}; nothing was sent",
                action=action.id,
                connector=self._connector.id,
                source=action.source,
                advice=f"pass {credential.argument}= to the client{variable}",
            )

        return authenticate(self._connector.auth[action.auth], self._secrets, refuse)


def _checked_arguments(arguments: object) -> Mapping[str, Any]:
    if arguments is None:
        return {}
    if not isinstance(arguments, Mapping):
        raise TypeError("the arguments of an action are a mapping from parameter names to values")
    given = cast("Mapping[object, Any]", arguments)
    if not all(isinstance(name, str) for name in given):
        raise TypeError("the names of arguments are text")
    return cast("Mapping[str, Any]", given)


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("base_url is an address such as https://api.example.com/v1")
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError("base_url has no query, fragment or user name")
    return url.rstrip("/")
