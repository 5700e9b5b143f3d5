"""What is constant for one action of one client, made when it is first called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from ._action import Action
from ._auth import Authentication
from ._decode import Decoder
from ._input import InputCheck
from ._message import Request
from ._request import RequestBuilder

T = TypeVar("T")


class Prepared(Generic[T]):
    """An action, ready to be called: its input check, its requests and its answers."""

    def __init__(self, action: Action[T], base_url: str, authenticate: Callable[[Action[T]], Authentication]) -> None:
        self.action = action
        self.inputs = InputCheck(action)
        self.decoder = Decoder(action)
        self._base_url = base_url
        self._authenticate = authenticate

    def request(self, values: Mapping[str, Any], headers: Mapping[str, str]) -> Request:
        """The request for checked values.

        Raises:
            InvalidInput: for a value that its place in the request cannot carry.
            MissingCredential: when there is no secret to send.
        """
        return self._builder.build(values, headers)

    @cached_property
    def authentication(self) -> Authentication:
        return self._authenticate(self.action)

    @cached_property
    def _builder(self) -> RequestBuilder:
        return RequestBuilder(self.action, self._base_url, self.authentication, self.inputs.invalid)
