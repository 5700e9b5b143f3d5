"""What sync and async clients have in common: everything but sending."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from ._action import Action, Connector
from ._auth import Authentication, authenticate
from ._composite_action import Composite
from ._conduct import Conduct
from ._credentials import Credentials
from ._envelope import Envelope
from ._errors import UnknownAction
from ._flow import enveloped, opened, plain, raw, typed, unknown
from ._message import Flow
from ._options import Options, checked, for_part
from ._registry import Registry
from ._schemes import OAuth2, Token
from ._tokens import TokenPlace
from ._unset import Unset

if TYPE_CHECKING:
    from ._batch import Batch
    from ._batch_begin import BatchBeginning, BatchBegun
    from ._batching import Batching
    from ._begin import Beginning, Begun
    from ._behaviour import Split
    from ._composite import PreparedComposite
    from ._keyring import Keyring
    from ._plan import Plan
    from ._prepared import Prepared
    from ._response import Response
    from ._session import Session
    from ._sign_in import SignInFlows
    from ._streamed import Opened
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
        conduct: Conduct,
        tokens: TokenPlace,
    ) -> None:
        self._connector = connector
        self._registry = Registry(connector, identifiers)
        self._credentials = Credentials(connector, credentials, self._registry.named, for_person=tokens.is_given)
        self._base_url = _checked_url(connector.servers[0] if base_url is None else base_url)
        self._timeout = timeout
        self._conduct = conduct
        self._tokens = tokens
        self._keyring: Keyring | None = None
        self._prepared: dict[Action[Any], Prepared[Any]] = {}
        self._composed: dict[Composite[Any], PreparedComposite[Any]] = {}
        self._lock = Lock()

    def call(self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None) -> Flow[T]:
        """The flow of a typed call."""
        if isinstance(action, Composite):
            return self._compose(action).typed(arguments, _Calls(self, checked(options)))
        if action.split is not None:
            return self._batching(action, action.split).joined(arguments, checked(options))
        return typed(self._prepare(action), arguments, checked(options), self._timeout)

    def raw(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None
    ) -> Flow[Response[T]]:
        """The flow of a call that returns the answer as it came.

        Raises:
            TypeError: when the action makes several calls.
        """
        if isinstance(action, Composite):
            raise TypeError(f"{action.id} is made of other actions: it has no answer of its own")
        return raw(self._prepare(action), arguments, checked(options), self._timeout)

    def open(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None
    ) -> Flow[Opened]:
        """The flow of a call whose body is left to be read.

        Raises:
            TypeError: when the action makes several calls.
        """
        if isinstance(action, Composite):
            raise TypeError(f"{action.id} is made of other actions: it has no answer of its own")
        return opened(self._prepare(action), arguments, checked(options), self._timeout)

    def plan(self, identifier: str, arguments: object, options: Options | None) -> Plan:
        """What a call would send.

        Raises:
            UnknownAction: when no action has this identifier.
            InvalidInput: when the arguments break a rule of the spec.
            TypeError: when the arguments are no mapping from text, or an option is unknown.
        """
        from ._planning import Planner  # calls do not need it

        planner = Planner(self._prepare, self._registry.named, self._conduct)
        return planner.plan(self._registry.find(identifier), _checked_arguments(arguments), checked(options))

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

    def batch(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None) -> Flow[Batch[T]]:
        """The flow of a typed call that sends a long list in parts."""
        if action.split is None:
            raise TypeError(f"{action.id} sends everything in one request")
        return self._batching(action, action.split).typed(arguments, checked(options))

    def begin_batch(
        self, action: Action[T], arguments: Mapping[str, Any], options: Options | None
    ) -> Flow[BatchBegun[T, Any]]:
        """The flow of a typed call that sends a long list in parts, of which each starts a job."""
        return self._batch_beginning(action).typed(arguments, checked(options))

    def beginning(self, action: Action[T]) -> Beginning[T, Any]:
        """An action that starts jobs in the background, ready to be called."""
        from ._begin import Beginning

        if action.wait is None:
            raise TypeError(f"{action.id} starts no job")
        asked = self._registry.named(action.wait.action)
        if isinstance(asked, Composite):
            raise TypeError(f"{asked.id} is made of other actions: it cannot tell what becomes of a job")
        return Beginning(self._prepare(action), action.wait, self._prepare(asked), self._timeout)

    def begin(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None) -> Flow[Begun[T, Any]]:
        """The flow of a typed call that starts a job."""
        return self.beginning(action).typed(arguments, checked(options))

    def find_job(self, name: str, token: str) -> Begun[Any, Any]:
        """The job that a token leads to. `name` is the id of the action that started it.

        Raises:
            InvalidInput: when the token is damaged or belongs to another action.
            TypeError: when the action starts no job.
        """
        action = self._registry.named(name)
        if isinstance(action, Composite):
            raise TypeError(f"{name} starts no job")
        return self.beginning(action).found(token)

    def execute(self, identifier: object, arguments: object, options: Options | None) -> Flow[Envelope]:
        """The flow of a call by identifier.

        Raises:
            TypeError: when the identifier is no text, the arguments are no mapping from text, or an option is unknown.
        """
        if not isinstance(identifier, str):
            raise TypeError("the identifier of an action is text")
        given, wanted = _checked_arguments(arguments), checked(options)
        try:
            action = self._registry.find(identifier)
        except UnknownAction as error:
            return unknown(error)
        if isinstance(action, Composite):
            return self._compose(action).enveloped(given, _Calls(self, wanted))
        if action.split is not None and action.wait is not None:
            return self._batch_beginning(action).enveloped(given, wanted)
        if action.split is not None:
            return self._batching(action, action.split).enveloped(given, wanted)
        if action.wait is not None:
            return self.beginning(action).enveloped(given, wanted)
        return enveloped(self._prepare(action), given, wanted, self._timeout)

    def named(self, name: str) -> Action[Any] | Composite[Any]:
        """The action of an id, for actions that are made of it."""
        return self._registry.named(name)

    def answer(self, action: Action[Any] | Composite[Any], arguments: Mapping[str, Any], options: Options) -> Flow[Any]:
        """The flow of a call that returns JSON data."""
        if isinstance(action, Composite):
            return self._compose(action).plain(arguments, _Calls(self, options))
        if action.split is not None:
            return self._batching(action, action.split).value(arguments, options)
        return plain(self._prepare(action), arguments, options, self._timeout)

    def _batching(self, action: Action[T], declared: Split) -> Batching[T]:
        from ._batching import Batching  # few actions send long lists

        return Batching(self._prepare(action), declared, self._timeout)

    def _batch_beginning(self, action: Action[T]) -> BatchBeginning[T, Any]:
        from ._batch_begin import BatchBeginning

        if action.split is None:
            raise TypeError(f"{action.id} sends everything in one request")
        return BatchBeginning(self._batching(action, action.split), self.beginning(action))

    def _compose(self, action: Composite[T]) -> PreparedComposite[T]:
        found = self._composed.get(action)
        if found is None:
            from ._composite import PreparedComposite

            with self._lock:
                found = self._composed.setdefault(action, PreparedComposite(action))
            self._warn(action)
        return cast("PreparedComposite[T]", found)

    def _prepare(self, action: Action[T]) -> Prepared[T]:
        found = self._prepared.get(action)
        if found is None:
            from ._prepared import Prepared  # half of all the code here, and importing a client needs none of it

            name = self._credentials.scheme_of(action)
            authenticate = partial(self._authenticate, action, name)
            with self._lock:
                prepared = Prepared(action, self._base_url, self._connector.auth[name], authenticate, self._conduct)
                found = self._prepared.setdefault(action, prepared)
            self._warn(action)
        return cast("Prepared[T]", found)

    def _warn(self, action: Action[Any] | Composite[Any]) -> None:
        if action.deprecated:
            _log.warning("%s.%s is deprecated: %s", self._connector.id, action.id, action.deprecated)

    def sign_in(self) -> SignInFlows:
        """The flows by which a person signs in.

        Raises:
            TypeError: when the connector has no scheme for it.
            MissingCredential: when the application's own credentials are missing.
        """
        for name, scheme in self._connector.auth.items():
            if isinstance(scheme, OAuth2) and scheme.grant == "authorization_code":
                self._expect_person()
                return self._keys().sign_in(name, scheme, self._credentials.refusal(None))
        raise TypeError(f"nobody signs in to {self._connector.id}: its credentials are given to the client")

    def _expect_person(self) -> None:
        """From now on, calls are made for whoever signs in."""
        with self._lock:
            if not self._credentials.for_person:
                self._credentials, self._keyring = self._credentials.of_person(), None
                self._prepared.clear()

    def _authenticate(self, action: Action[Any], name: str) -> Authentication | Session:
        scheme, refuse = self._connector.auth[name], self._credentials.refusal(action)
        if isinstance(scheme, (Token, OAuth2)):
            return self._keys().session(name, scheme, refuse)
        return authenticate(scheme, self._credentials.secrets, refuse)

    def _keys(self) -> Keyring:
        from ._keyring import Keyring  # few connectors need tokens

        with self._lock:
            if self._keyring is None:
                self._keyring = Keyring(
                    self._connector,
                    self._credentials.secrets,
                    self._base_url,
                    self._timeout,
                    self._conduct,
                    self._tokens,
                    self._prepare_by_id,
                )
            return self._keyring

    def _prepare_by_id(self, action: str) -> Prepared[Any]:
        found = self.named(action)
        if isinstance(found, Composite):
            raise TypeError(f"{action} is made of other actions: it has no answer of its own")
        return self._prepare(found)


class _Calls:
    """Calls that an action makes of others. The options of the call hold for each of them."""

    def __init__(self, core: Core, options: Options) -> None:
        self._core = core
        self._options = options

    def typed(self, action: str, arguments: Mapping[str, Any], part: str = "", /) -> Flow[Any]:
        return self._core.call(self._core.named(action), arguments, for_part(self._options, part))

    def plain(self, action: str, arguments: Mapping[str, Any], part: str = "", /) -> Flow[Any]:
        return self._core.answer(self._core.named(action), arguments, for_part(self._options, part))


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
