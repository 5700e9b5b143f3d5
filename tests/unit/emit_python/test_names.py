"""Names that meet in generated modules: each keeps its own meaning."""

from typing import Any

import pytest

CALL = """
    import json
    import httpx
    from acme_clients.acme import Acme

    def answer(request):
        return httpx.Response(200, json=json.loads(request.content or b"{}"))

    client = Acme(api_key="k", transport=httpx.MockTransport(answer))
"""


@pytest.mark.parametrize(
    "name",
    ["actions", "action", "client", "connector", "UNSET", "unset", "models", "list", "str", "type", "literal", "super"],
)
def test_a_parameter_can_have_any_name(emit: Any, run: Any, name: str) -> None:
    others = "more: {type: array, items: {type: string}}"
    emit({"things/get_thing.yaml": f"input: {{{name}: {{type: string}}, {others}}}"})
    assert run(f"{CALL}\n    print(client.get_thing({name.lower()}='v', more=['w']))") == (
        f"{{{name!r}: 'v', 'more': ['w']}}\n"
    )


@pytest.mark.parametrize("resource", ["client", "async_client", "options", "unset", "typing", "models", "sync", "acme"])
def test_a_resource_can_have_any_name(emit: Any, run: Any, resource: str) -> None:
    keys = "title: Find thing\nsummary: Look.\neffect: read\nendpoint: POST /found\n"
    emit({f"{resource}/find_thing.yaml": f"{keys}input: {{a: {{type: string}}}}"})
    printed = run(f"""{CALL}
    print(client.find_thing(a="x"), client.get_thing(), client.execute("find_thing", {{"a": "y"}}).data)
    """)
    assert printed == "{'a': 'x'} {} {'a': 'y'}\n"


@pytest.mark.parametrize("entity", ["Things", "AsyncThings", "Acme", "AsyncAcme", "Action", "Parameter", "Connector"])
def test_an_entity_can_be_called_like_a_class_of_the_client(emit: Any, run: Any, entity: str) -> None:
    schema = f"{entity}: {{properties: {{name: {{type: string}}}}}}"
    emit(
        {
            "schemas.yaml": schema,
            "things/get_thing.yaml": f"input: {{a: {{$ref: {entity}}}}}\noutput: {{$ref: {entity}}}",
        }
    )
    printed = run(f"{CALL}\n    print(type(client.get_thing(a={{'name': 'x'}})).__module__)")
    assert printed == "acme_clients.acme.models\n"


def test_classes_made_from_places_are_not_mistaken_for_entities(emit: Any) -> None:
    schemas = """
    Contact: {properties: {address: {properties: {town: {type: string}}}}}
    ContactAddress: {properties: {street: {type: string}}}
    ContactInput: {properties: {note: {type: string}}}
    """
    members = "contact: {$ref: Contact}, address: {$ref: ContactAddress}, input: {$ref: ContactInput}"
    generated = emit(
        {
            "schemas.yaml": schemas,
            "things/get_thing.yaml": f"input: {{{members}}}\noutput: {{properties: {{{members}}}}}",
        }
    )
    inner = generated.fields("models.py", "Contact")["address"].split(" ")[0]
    assert generated.fields("models.py", inner) == {"town": "str | None = None"}
    assert generated.fields("models.py", "ContactAddress") == {"street": "str | None = None"}
    names = set(generated.parameters()["contact"].split(" | ")) & set(generated.parameters()["input"].split(" | "))
    assert names <= {"Unset", "Unset = UNSET"}


def test_a_connector_without_credentials(emit: Any, run: Any) -> None:
    emit({"connector.yaml": "auth: {open: {kind: none}}"})
    program = CALL.replace('api_key="k", ', "")
    assert run(f"{program}\n    print(client.get_thing())") == "{}\n"
