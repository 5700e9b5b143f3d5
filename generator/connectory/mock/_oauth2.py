"""An authorization server beside the API: it issues tokens for the schemes of the kind `oauth2`.

It keeps nothing: a code holds the challenge that the verifier has to answer.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote_plus, urlencode

from connectory.model import Connector, OAuth2

from ._auth import REFUSED, Known
from ._message import MockRequest, MockResponse
from ._reply import ORIGIN, json_reply

TOKEN_PATH = "-/token"  # noqa: S105 - a path
AUTHORIZE_PATH = "-/authorize"

_CODE = "mock-code-"
_LIFETIME = 3600

_Form: TypeAlias = Mapping[str, str]


def sign_in_reply(
    request: MockRequest, segments: Sequence[str], connector: Connector, known: Known
) -> MockResponse | None:
    """The answer of the authorization server; `None` when the request is not for it."""
    schemes = tuple(scheme for scheme in connector.auth if isinstance(scheme, OAuth2))
    match (request.method, "/".join(segments)):
        case ("POST", path) if schemes and path == TOKEN_PATH:
            return _token(request, schemes, known)
        case ("GET", path) if schemes and path == AUTHORIZE_PATH:
            return _agree(request)
        case _:
            return None


def _agree(request: MockRequest) -> MockResponse:
    """A person who agrees at once."""
    asked = dict(parse_qsl(request.query))
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        return _refuse(400, "invalid_request", "response_type is code, and code_challenge_method is S256")
    if not {"client_id", "redirect_uri", "state", "code_challenge"} <= asked.keys():
        return _refuse(400, "invalid_request", "client_id, redirect_uri, state and code_challenge are needed")
    answer = urlencode({"code": _CODE + asked["code_challenge"], "state": asked["state"]})
    address = asked["redirect_uri"]
    location = f"{address}{'&' if '?' in address else '?'}{answer}"
    if not location.isprintable():
        return _refuse(400, "invalid_request", "redirect_uri is no address")
    return MockResponse(302, ((ORIGIN, "sample"), ("Location", location)))


def _token(request: MockRequest, schemes: tuple[OAuth2, ...], known: Known) -> MockResponse:
    form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
    grant = form.get("grant_type")
    wanted = "authorization_code" if grant == "refresh_token" else grant
    scheme = next((scheme for scheme in schemes if scheme.grant == wanted), None)
    if scheme is None:
        return _refuse(400, "unsupported_grant_type", "no scheme of the spec has this grant")
    if not _is_known(scheme, _client(request, form), known):
        return _refuse(401, "invalid_client", "the application is not known by this id and secret")
    if grant == "authorization_code" and not _is_answered(form):
        return _refuse(400, "invalid_grant", "the code and the verifier do not belong together")
    if grant == "refresh_token" and form.get("refresh_token", "invalid") in REFUSED:
        return _refuse(400, "invalid_grant", "the refresh token is not accepted")
    body = {"access_token": known.get(scheme.id, "mock-access-token"), "token_type": "Bearer", "expires_in": _LIFETIME}
    refresh = {"refresh_token": "mock-refresh-token"} if scheme.grant == "authorization_code" else {}
    return json_reply(200, {**body, **refresh}, "sample", (("Cache-Control", "no-store"),))


def _client(request: MockRequest, form: _Form) -> tuple[str, str | None]:
    """Id and secret of the application, from the header or from the body."""
    kind, _, encoded = (request.header("Authorization") or "").partition(" ")
    if kind.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret")
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", None
    return unquote_plus(name), unquote_plus(secret)


def _is_known(scheme: OAuth2, client: tuple[str, str | None], known: Known) -> bool:
    credentials = (scheme.client_id, scheme.client_secret)
    for credential, given in zip(credentials, client, strict=True):
        if credential is None:
            continue
        if not given or given in REFUSED or given != known.get(credential.argument, given):
            return False
    return True


def _is_answered(form: _Form) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return form.get("code") == _CODE + challenge


def _refuse(status: int, code: str, why: str) -> MockResponse:
    return json_reply(status, {"error": code, "error_description": why}, "failure")
