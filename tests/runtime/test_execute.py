"""Calls by identifier: JSON in, envelope out."""

import json
import pickle
from typing import Any

import httpx
import pytest
from shop_testing import Api, Shopper

from connectory_runtime import Envelope, InvalidInput, MissingCredential, NotDelivered, NotFound, UnknownAction


@pytest.mark.parametrize(
    "identifier", ["get_item", "SHOP_GET_ITEM", "shop_get_item", "Shop-Get-Item", "GET ITEM", " get_item "]
)
def test_any_identifier_in_any_spelling(shopper: Shopper, identifier: str) -> None:
    api = Api(content=b'{"id": 7}')
    envelope = shopper.execute(api, identifier, {"item": 7})
    assert envelope.to_dict() == {"data": {"id": 7}, "successful": True}
    assert (envelope.data, envelope.error, envelope.successful, envelope.exception) == ({"id": 7}, None, True, None)
    assert api.request.url.path == "/api/v1/items/7"


def test_an_unknown_identifier(shopper: Shopper) -> None:
    envelope = shopper.execute(Api(), "SHOP_GET_ITEMS", {})
    assert isinstance(envelope.exception, UnknownAction)
    assert not envelope.successful
    assert "did you mean 'SHOP_GET_ITEM'?" in envelope.error
    assert envelope.to_dict().keys() == {"data", "error", "successful"}
    assert len(shopper.execute(Api(), "x" * 10_000).error) < 300


@pytest.mark.parametrize(
    ("api", "arguments", "kind"),
    [
        (Api(), {"item": None}, InvalidInput),
        (Api(status=404), {"item": 1}, NotFound),
        (Api(failure=httpx.ConnectError("refused")), {"item": 1}, NotDelivered),
    ],
)
def test_what_went_wrong_is_in_the_envelope(
    shopper: Shopper, api: Api, arguments: dict[str, Any], kind: type[Exception]
) -> None:
    envelope = shopper.execute(api, "get_item", arguments)
    assert isinstance(envelope.exception, kind)
    assert envelope.error == str(envelope.exception)
    assert envelope.to_dict() == {"data": {}, "error": envelope.error, "successful": False}


def test_a_missing_credential_is_in_the_envelope(shopper: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_API_KEY", raising=False)
    envelope = shopper.with_client(Api(), lambda shop: shop.execute("whoami"), api_key=None)
    assert isinstance(envelope.exception, MissingCredential)


@pytest.mark.parametrize("arguments", ["{}", [1], 5, {1: 2}])
def test_mistakes_of_the_program_are_raised(shopper: Shopper, arguments: Any) -> None:
    with pytest.raises(TypeError):
        shopper.execute(Api(), "get_item", arguments)


def test_an_identifier_that_is_no_text_is_raised(shopper: Shopper) -> None:
    with pytest.raises(TypeError):
        shopper.execute(Api(), 5)


def test_an_unknown_option_is_raised(shopper: Shopper) -> None:
    with pytest.raises(TypeError, match="retires"):
        shopper.execute(Api(), "renew", {}, {"retires": 3})


def test_declared_members(shopper: Shopper) -> None:
    api = Api(content=b'{"status": "DONE", "n": 1}', headers={"x-served-by": "node-7"})
    envelope = shopper.execute(api, "check_job", {"id": "j-1"})
    assert envelope.to_dict() == {
        "data": {"status": "DONE", "n": 1},
        "successful": True,
        "id": "j-1",
        "status": "DONE",
        "raw_text": '{"status": "DONE", "n": 1}',
        "status_code": 200,
        "served_by": "node-7",
    }
    assert (envelope.status, envelope.status_code) == ("DONE", 200)
    with pytest.raises(AttributeError, match="nothing"):
        _ = envelope.nothing


def test_declared_members_that_lead_nowhere(shopper: Shopper) -> None:
    text = shopper.execute(Api(content=b"WAITING"), "check_job", {"id": "j-1"})
    assert text.to_dict() == {
        "data": "WAITING",
        "successful": True,
        "id": "j-1",
        "raw_text": "WAITING",
        "status_code": 200,
    }
    refused = shopper.execute(Api(status=404, content=b'{"status": 404}'), "check_job", {"id": "j-1"})
    assert refused.data is None
    assert refused.extras == {"id": "j-1", "raw_text": '{"status": 404}', "status_code": 404}
    broken = shopper.execute(Api(failure=httpx.ReadTimeout("slow")), "check_job", {"id": "j-1"})
    assert broken.extras == {"id": "j-1", "raw_text": "", "status_code": 0}
    invalid = shopper.execute(Api(), "check_job", {"id": 5})
    assert invalid.extras == {"id": "", "raw_text": "", "status_code": 0}


def test_data_made_of_references(shopper: Shopper) -> None:
    assert shopper.execute(Api(content=b"Gone."), "delete_item", {"id": 1}).data == {"message": "Gone."}
    assert shopper.execute(Api(content=b'[{"id": 1}]'), "list_items").data == {"items": [{"id": 1}]}
    people = {"people": [{"email": "a@x.io"}], "matchBy": "email"}
    assert shopper.execute(Api(content=b'{"failed": [{"index": 0}]}'), "import_people", people).data == [{"index": 0}]
    assert shopper.execute(Api(content=b'{"session": "s"}'), "import_people", people).data == []
    assert shopper.execute(Api(status=404, content=b"No such."), "delete_item", {"id": 1}).data == {
        "message": "No such."
    }
    assert shopper.execute(Api(status=500, content=b'{"a": 1}'), "list_items").data == {}


def test_an_envelope_cannot_be_changed_and_can_be_kept() -> None:
    envelope = Shopper("sync").execute(Api(content=b'{"status": "DONE"}'), "check_job", {"id": "j"})
    with pytest.raises(AttributeError):
        envelope.data = None
    assert pickle.loads(pickle.dumps(envelope)) == envelope
    assert isinstance(envelope, Envelope)
    assert json.loads(json.dumps(envelope.to_dict())) == envelope.to_dict()
