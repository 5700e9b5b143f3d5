"""An authorization server of OAuth 2.0 on this machine, with an API behind it, for tests. It is strict."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

CLIENT_ID = "id canary:1"
CLIENT_SECRET = "secret-canary-2/+%"
TOKEN = "canary-token"


@dataclass
class Provider:
    """Codes work once and with their verifier; a refresh token works once, and a second use ends the sign-in.

    `answer` replaces the next answers of the token endpoint: status and body.
    """

    url: str = ""
    lifetime: int | None = 3600
    secret_needed: bool = True
    rotates: bool = True
    hold: threading.Event | None = None
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)
    issued: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def asked(self) -> list[tuple[dict[str, str], dict[str, str]]]:
        """The forms and headers of token requests."""
        return [(form, headers) for path, form, headers in self.requests if path == "/token"]

    @property
    def called(self) -> list[str]:
        """What came as Authorization to the API."""
        return [
            headers.get("authorization", "") for path, _, headers in self.requests if path not in ("/token", "/agree")
        ]

    def agree(self, page: str) -> str:
        """What a browser does when a person agrees: the address they come back to."""
        query = dict(parse_qsl(urlsplit(page).query))
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["code_challenge_method"] == "S256"
        self.issued += 1
        code = f"canary-code-{self.issued}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, bytes]:
        if self.hold is not None:
            self.hold.wait(5)
        with self.lock:
            if self.answers:
                return self.answers.pop(0)
            status, body = self._token(form, headers)
            return status, json.dumps(body).encode()

    def api(self, headers: dict[str, str]) -> tuple[int, bytes]:
        is_good = headers.get("authorization", "").removeprefix("Bearer ") in self.good
        return (200, b"done") if is_good else (401, b'{"message": "expired"}')

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if not self._knows(form, headers):
            return 401, {"error": "invalid_client", "error_description": f"unknown {form.get('client_secret')}"}
        match form["grant_type"]:
            case "client_credentials":
                return 200, self._issue(refreshes=False)
            case "authorization_code":
                asked = self.codes.pop(form["code"], None)
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
                if asked is None or (asked["code_challenge"], asked["redirect_uri"]) != (proof, form["redirect_uri"]):
                    return 400, {"error": "invalid_grant", "error_description": f"no such code {form['code']}"}
                return 200, self._issue(refreshes=True)
            case _:
                token = form["refresh_token"]
                if token in self.spent:  # somebody has stolen it: nobody is let in any more
                    self.refresh.clear()
                if token not in self.refresh:
                    return 400, {"error": "invalid_grant", "error_description": f"no such token {token}"}
                if self.rotates:
                    self.refresh.remove(token)
                    self.spent.add(token)
                return 200, self._issue(refreshes=self.rotates)

    def _knows(self, form: dict[str, str], headers: dict[str, str]) -> bool:
        if not self.secret_needed:
            return form.get("client_id") == CLIENT_ID and "authorization" not in headers
        if "authorization" not in headers:
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        pair = base64.b64decode(headers["authorization"].removeprefix("Basic ")).decode()
        return [unquote_plus(half) for half in pair.split(":")] == [CLIENT_ID, CLIENT_SECRET]

    def _issue(self, *, refreshes: bool) -> dict[str, Any]:
        self.issued += 1
        access = f"{TOKEN}-{self.issued}"
        self.good = {access}
        body: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "scope": "orders.read"}
        if self.lifetime is not None:
            body["expires_in"] = self.lifetime
        if refreshes:
            body["refresh_token"] = f"canary-refresh-{self.issued}"
            self.refresh.add(body["refresh_token"])
        return body


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """A provider that listens on loopback."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form, headers = dict(parse_qsl(body)), {name.lower(): text for name, text in self.headers.items()}
            provider.requests.append((self.path, form, headers))
            status, answer = provider.token(form, headers) if self.path == "/token" else provider.api(headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            if status == 302:
                self.send_header("Location", "https://elsewhere.example/token")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that does not wait any longer is no error here."""

    server = Server(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
