"""What is constant for one action of one client, made when it is first called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._action import Action
from ._address import without
from ._auth import Authentication
from ._conduct import Conduct
from ._content import Content
from ._decode import Decoder
from ._input import InputCheck
from ._limits import Limits, limits_of
from ._message import Request
from ._request import RequestBuilder
from ._schemes import AuthScheme
from ._secret import Secret

if TYPE_CHECKING:
    from ._session import Session

T = TypeVar("T")


class Prepared(Generic[T]):
    """An action, ready to be called under `scheme`: its input check, its requests and its answers."""

    def __init__(
        self,
        action: Action[T],
        base_url: str,
        scheme: AuthScheme,
        authenticate: Callable[[], Authentication | Session],
        conduct: Conduct,
    ) -> None:
        self.action = action
        self.inputs = InputCheck(action, awaits=conduct.awaits)
        self.decoder: Decoder[T] = Decoder(action)
        self.conduct = conduct
        self.base_url = base_url
        self.scheme = scheme
        self._authenticate = authenticate
        self.address: str | None = None
        self._builder: RequestBuilder | None = None

    @property
    def name(self) -> str:
        """Connector and action."""
        return f"{self.action.connector.id}.{self.action.id}"

    @property
    def chosen(self) -> str | None:
        """The name of the scheme, where there was a choice."""
        names = self.action.auth if len(self.action.auth) > 1 else ()
        return next((name for name in names if self.action.connector.auth[name] is self.scheme), None)

    def request(self, values: Mapping[str, Any], headers: Mapping[str, str], authentication: Authentication) -> Request:
        """The request for checked values.

        Raises:
            InvalidInput: for a value that its place in the request cannot carry.
        """
        builder = self._builder
        if builder is None or builder.authentication is not authentication:
            builder = RequestBuilder(self.action, self.base_url, authentication, self.inputs.invalid)
            self._builder = builder
        return self._built(builder, values, headers)

    def url(self, values: Mapping[str, Any]) -> str:
        """Where checked values are sent, without credentials.

        Raises:
            InvalidInput: for a value that its place in the request cannot carry.
        """
        return self._built(self._bare, values, {}).url

    def size(self, values: Mapping[str, Any]) -> int:
        """How many bytes the body has for checked values.

        Raises:
            InvalidInput: for a value that its place in the request cannot carry.
        """
        content = self._built(self._bare, values, {}).content
        return 0 if content is None else (content.size or 0) if isinstance(content, Content) else len(content)

    def at(self, address: str) -> Prepared[T]:
        """The same action, sent to another path and query of the same server."""
        moved = copy(self)
        moved.address = address
        return moved

    def without_credentials(self, address: str) -> str:
        """Path and query as they may be kept."""
        return without(address, self.authority.query_names)

    def secrets(self, values: Mapping[str, Any]) -> tuple[Secret, ...]:
        """What must not be shown of a request: the credential, and the values of secret parameters."""
        own = (values.get(parameter.name) for parameter in self.action.parameters if parameter.secret)
        return (*self.authority.secrets, *(Secret(value) for value in own if isinstance(value, str)))

    @cached_property
    def _bare(self) -> RequestBuilder:
        """Builds requests without credentials."""
        return RequestBuilder(self.action, self.base_url, Authentication(), self.inputs.invalid)

    @cached_property
    def limits(self) -> Limits:
        """The rate limits of the action for this credential."""
        if not self.conduct.rate_limits:
            return Limits(())
        clock, identity = self.conduct.clock, self.authority.identity
        return limits_of(self.action, self.base_url, identity, clock, clock.monotonic())

    @cached_property
    def items(self) -> Decoder[list[Any]]:
        """Reads the items of a page."""
        pagination = self.action.pagination
        return Decoder(self.action, (pagination and pagination.returns) or "")

    @cached_property
    def authority(self) -> Authentication | Session:
        """What every request carries, or what each has to ask for it.

        Raises:
            MissingCredential: when there is no secret to send.
        """
        return self._authenticate()

    def _built(self, builder: RequestBuilder, values: Mapping[str, Any], headers: Mapping[str, str]) -> Request:
        request = builder.build(values, headers)
        return request if self.address is None else builder.move(request, self.address)
