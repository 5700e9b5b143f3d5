"""What users' own tests are offered: recordings, replays and answers made up."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from shop_client import Shop
from shop_testing import CANARY, CREDENTIALS, Api, Shopper

from connectory_clients.spoki import Spoki
from connectory_runtime import NotDelivered, NotFound
from connectory_runtime.testing import Recorder, Replay, UnexpectedRequest, answering

ENCODED = "Y29ubmVjdG9yeTpjYW5hcnkt"  # the user name and the beginning of the canary

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_item", {"item": 1}),
    ("list_items", {}),
    ("whoami", {}),
    ("delete_item", {"id": 1}),
    ("set_emails", {"first": "a", "second": None}),
    ("login", {"user": "u", "password": CANARY, "scopes": [1, 2]}),
    ("search", {"text": "ü", "password": CANARY}),
    ("import_people", {"people": [{"email": "a@b.example"}], "matchBy": "email"}),
    ("renew", {}),
]

ANSWERS = [
    Api(content=b'{"id": 7, "name": "Cup"}', headers={"Content-Type": "application/json"}),
    Api(status=201, content="grüß".encode(), headers={"Content-Type": "text/plain; charset=utf-8"}),
    Api(content=b"\xff\x00\xfe", headers={"Content-Type": "application/pdf"}),
    Api(status=204, content=b""),
    Api(status=404, content=b'{"message": "no such thing"}', headers={"X-Request-Id": "r-1"}),
]

ECHOES = [
    f'{{"error": "bad key {CANARY}", "{CANARY}": [{{"access_token": "other"}}]}}'.encode(),
    f"<p>{CANARY}</p>".encode(),
    f"\xff{CANARY}".encode("latin-1"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recording.json"


def _through(shopper: Shopper, transport: Any, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    envelope = shopper.with_client(None, lambda shop: shop.execute(method, arguments), transport=transport)
    return envelope.to_dict()


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: str(answer.status))
@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_what_was_recorded_is_replayed(
    shopper: Shopper, path: Path, method: str, arguments: dict[str, Any], answer: Api
) -> None:
    api = Api(answer.status, answer.content, answer.headers)
    recorded = _through(shopper, Recorder(path, httpx.MockTransport(api)), method, arguments)
    replay = Replay(path)
    assert len(replay.unused) == 1
    assert _through(shopper, replay, method, arguments) == recorded
    replay.assert_finished()


@pytest.mark.parametrize("content", ECHOES)
@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_no_secret_is_recorded(
    shopper: Shopper, path: Path, method: str, arguments: dict[str, Any], content: bytes
) -> None:
    headers = {"Location": f"https://x.example/?key={CANARY}", "Set-Cookie": "session=new", "X-Echo": CANARY}
    recorder = Recorder(path, httpx.MockTransport(Api(400, content, headers)))
    _through(shopper, recorder, method, arguments)
    kept = path.read_text()
    assert json.loads(kept)["exchanges"][0]["response"]["status"] == 400
    if method == "renew":
        return  # it carries no secret, so nothing tells that the canary is one
    for secret in (CANARY, ENCODED, "session=new", '"other"'):
        assert secret not in kept


@pytest.mark.parametrize("form", ["Y29ubmVjdG9yeTpjYW5hcnktN2YzYTljMWU=", "Y2FuYXJ5LTdmM2E5YzFl", CANARY])
def test_other_forms_of_a_secret_are_masked_too(path: Path, form: str) -> None:
    with Shop(**CREDENTIALS, transport=Recorder(path, answering({"sent": form}))) as shop:
        shop.execute("get_item", {"item": 1})
    assert json.loads(path.read_text())["exchanges"][0]["response"]["body"] == {"json": {"sent": "***"}}


def test_secret_members_of_answers_are_masked_in_the_file_only(path: Path) -> None:
    body = {"id": 3, "webhooks": [{"uuid": "w", "secret": CANARY, "link": "https://x.example"}]}
    with Spoki(api_key="key-12345", transport=Recorder(path, answering(body))) as spoki:
        automation = spoki.execute("get_automation", {"id": 3})
    assert automation.data["webhooks"][0]["secret"] == CANARY
    assert CANARY not in path.read_text()
    with Spoki(api_key="another", transport=Replay(path)) as spoki:
        assert spoki.execute("get_automation", {"id": 3}).data["webhooks"][0]["secret"] == "***"


def test_members_are_secret_because_the_spec_says_so() -> None:
    from connectory_clients.esputnik.actions.api_tokens import GENERATE_API_TOKEN
    from connectory_clients.spoki.actions.automations import GET_AUTOMATION

    assert GET_AUTOMATION.secret_members == ("secret",)
    assert GENERATE_API_TOKEN.secret_members == ("",)


def test_a_recording_is_readable(path: Path) -> None:
    api = Api(201, b'{"id": 7}', {"X-Request-Id": "r-1", "Content-Length": "9"})
    with Shop(**CREDENTIALS, transport=Recorder(path, httpx.MockTransport(api))) as shop:
        shop.execute("login", {"user": "u", "password": "pass-word"})
        shop.execute("import_people", {"people": [{"email": "a@b.example"}], "matchBy": "email"})
    first, second = json.loads(path.read_text())["exchanges"]
    assert first == {
        "action": "shop.login",
        "request": {
            "method": "POST",
            "url": "https://shop.example/api/v1/login",
            "body": {"form": [["user", "u"], ["password", "***"]]},
        },
        "response": {"status": 201, "headers": {"x-request-id": "r-1"}, "body": {"json": {"id": 7}}},
    }
    assert second["request"]["body"] == {"json": {"people": [{"email": "a@b.example"}], "dedupeOn": "email"}}


def test_another_request_is_an_error(shopper: Shopper, path: Path) -> None:
    first = {"people": [{"email": "a@b.example"}], "matchBy": "email"}
    _through(shopper, Recorder(path, httpx.MockTransport(Api())), "import_people", first)
    replay = Replay(path)
    other = {**first, "matchBy": "phone"}
    with pytest.raises(
        UnexpectedRequest, match=r"(?s)v1/people is not in recording.json.*sent: .*phone.*recorded: .*email"
    ):
        _through(shopper, replay, "import_people", other)
    with pytest.raises(
        UnexpectedRequest, match=r"(?s)v1/items/8 is not in.*left there: POST https://shop.example/api/v1/people"
    ):
        _through(shopper, replay, "get_item", {"item": 8})
    with pytest.raises(AssertionError, match="1 recorded requests were not made: POST https://"):
        replay.assert_finished()
    _through(shopper, replay, "import_people", first)
    with pytest.raises(UnexpectedRequest, match="more often than recorded"):
        _through(shopper, replay, "import_people", first)


def test_the_credential_of_a_test_may_be_an_ordinary_word(path: Path) -> None:
    with Shop(api_key="long-secret-key", transport=Recorder(path, answering({}))) as shop:
        shop.execute("list_items", {"limit": 3})
    with Shop(api_key="items", transport=Replay(path)) as shop:
        assert shop.execute("list_items", {"limit": 3}).successful


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2, "exchanges": []}'])
def test_only_recordings_are_replayed(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(ValueError, match=r"recording.json is no recording"):
        Replay(path)


def test_what_cannot_be_recorded_is_passed_on(shopper: Shopper, path: Path) -> None:
    broken = Api(content=b"x", headers={"content-encoding": "gzip"})
    assert "cannot be read" in _through(shopper, Recorder(path, httpx.MockTransport(broken)), "whoami", {})["error"]
    gone = Api(failure=httpx.ConnectError("refused"))
    assert "not reached" in _through(shopper, Recorder(path, httpx.MockTransport(gone)), "whoami", {})["error"]
    assert not path.exists()


def test_foreign_requests_are_refused(path: Path) -> None:
    with httpx.Client(transport=Recorder(path, answering({}))) as client, pytest.raises(TypeError, match="connectory"):
        client.get("https://x.example")


def test_answers_in_order(shopper: Shopper) -> None:
    transport = answering({"id": 7, "name": "Cup"}, httpx.Response(404), httpx.ConnectError("refused"), None, "text")

    def outcomes(shop: Any) -> Any:
        return shop.get_item(item=7)

    assert shopper.with_client(None, outcomes, transport=transport).name == "Cup"
    with pytest.raises(NotFound):
        shopper.with_client(None, outcomes, transport=transport)
    with pytest.raises(NotDelivered):
        shopper.with_client(None, outcomes, transport=transport)
    assert _through(shopper, transport, "whoami", {})["data"] is None
    assert _through(shopper, transport, "delete_item", {"id": 7})["data"] == {"message": "text"}
    with pytest.raises(UnexpectedRequest, match="after all 5 answers"):
        _through(shopper, transport, "whoami", {})
    assert [request.url.path for request in transport.requests[-2:]] == ["/api/v1/items/7", "/api/v1/me"]
