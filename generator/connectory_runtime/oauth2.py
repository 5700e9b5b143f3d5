"""Signing in with OAuth 2.0, for connectors that have the grant `authorization_code`. Needs the extra `oauth2`.

client = Acme(client_id="…", client_secret="…", token_store=store)
begun = client.oauth2.begin("https://shop.example/callback")
…                                       # the person goes to begun.url and comes back to the callback
client.oauth2.finish(begun, request_url)
client.list_orders()                    # as that person; tokens are renewed when they expire
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from ._message import Flow
from ._sign_in import SignInBegun, SignInFlows
from ._tokens import AsyncTokenStore, MemoryStore, Tokens, TokenStore

__all__ = ["AsyncSignIn", "AsyncTokenStore", "MemoryStore", "SignIn", "SignInBegun", "TokenStore", "Tokens"]


class SignIn:
    """Lets a person sign in to a blocking client."""

    def __init__(self, flows: SignInFlows, run: Callable[[Flow[Tokens]], Tokens]) -> None:
        self._flows = flows
        self._run = run

    def begin(self, redirect_uri: str, *, scopes: Iterable[str] | None = None) -> SignInBegun:
        """The page to send a person to. They come back to `redirect_uri`, which the application has registered.

        `scopes` are what to ask for, all that the connector declares unless told. Nothing is sent.

        Raises:
            ValueError: when `redirect_uri` is neither https, nor on this machine, nor the scheme of an application.
        """
        return self._flows.begin(redirect_uri, scopes)

    def finish(self, begun: SignInBegun, callback_url: str) -> Tokens:
        """Exchange what came back for tokens, and save them in the store of the client.

        `callback_url` is the whole address that the person came back to.

        Raises:
            SignInFailed: when the person did not agree, or the address is not the answer to what was begun.
            ActionError: when the code could not be exchanged.
        """
        return self._run(self._flows.finish(begun, callback_url))


class AsyncSignIn:
    """Lets a person sign in to a client that is awaited."""

    def __init__(self, flows: SignInFlows, run: Callable[[Flow[Tokens]], Awaitable[Tokens]]) -> None:
        self._flows = flows
        self._run = run

    def begin(self, redirect_uri: str, *, scopes: Iterable[str] | None = None) -> SignInBegun:
        """The page to send a person to. They come back to `redirect_uri`, which the application has registered.

        `scopes` are what to ask for, all that the connector declares unless told. Nothing is sent.

        Raises:
            ValueError: when `redirect_uri` is neither https, nor on this machine, nor the scheme of an application.
        """
        return self._flows.begin(redirect_uri, scopes)

    async def finish(self, begun: SignInBegun, callback_url: str) -> Tokens:
        """Exchange what came back for tokens, and save them in the store of the client.

        `callback_url` is the whole address that the person came back to.

        Raises:
            SignInFailed: when the person did not agree, or the address is not the answer to what was begun.
            ActionError: when the code could not be exchanged.
        """
        return await self._run(self._flows.finish(begun, callback_url))
