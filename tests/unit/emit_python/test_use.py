"""Generated clients at work, in an interpreter of their own and without a network."""

import json
from typing import Any

SPECS = {
    "schemas.yaml": """
        Contact:
          properties: {firstName: {type: string}, tags: {type: array, items: {type: string}}}
          required: [firstName]
    """,
    "things/get_thing.yaml": """
        endpoint: PATCH /things/{id}
        effect: write
        input:
          thingId: {type: integer, wire: id, required: true}
          dryRun: {type: boolean, in: query}
          contact: {$ref: Contact}
          mode: {enum: {FAST: 1, SLOW: 2}}
          old: {type: string, ignored: true}
        output: {properties: {id: {type: integer}, state: {enum: [new, old]}, owner: {$ref: Contact}}}
        envelope: {code: $response.status}
        aliases: {other: OTHER_GET_THING}
    """,
    "things/list_things.yaml": """
        title: List things
        summary: List all there is.
        effect: read
        endpoint: GET /things
        output: {type: array, items: {$ref: Contact}}
    """,
    "notes/get_note.yaml": """
        title: Get note
        summary: Read the note.
        effect: read
        endpoint: GET /note
        output: {type: string}
    """,
}
SERVER = """
    import asyncio, json, httpx
    from acme_clients.acme import Acme, AsyncAcme
    from connectory_runtime import InvalidInput

    seen = []

    def answer(request):
        seen.append([request.method, str(request.url), request.headers["authorization"], request.content.decode()])
        if request.method == "PATCH":
            return httpx.Response(200, json={"id": 7, "state": "unheard of", "owner": {"firstName": "A"}, "new": 1})
        if request.url.path == "/note":
            return httpx.Response(200, text="123")
        return httpx.Response(200, json=[{"firstName": "B", "tags": []}])

    transport = httpx.MockTransport(answer)
"""


def test_methods(emit: Any, run: Any) -> None:
    emit(SPECS)
    printed = run(f"""{SERVER}
    from acme_clients.acme.enums import Mode
    from acme_clients.acme.models import Contact
    with Acme(api_key="k", transport=transport) as acme:
        thing = acme.get_thing(thing_id=7, dry_run=True, contact={{"firstName": "A"}}, mode=Mode.SLOW, old="x")
        print(thing.id, thing.state, thing.owner.first_name, thing.new)
        acme.get_thing(thing_id=8, contact=Contact(firstName="C"))
        print([item.first_name for item in acme.list_things()], repr(acme.get_note()))
    print(json.dumps(seen))
    """)
    thing, others, requests = printed.splitlines()
    assert thing == "7 unheard of A 1"
    assert others == "['B'] '123'"
    url = "https://api.acme.example/things/"
    body = {"contact": {"firstName": "A"}, "mode": 2}
    patch, second, *_ = json.loads(requests)
    assert [*patch[:3], json.loads(patch[3])] == ["PATCH", f"{url}7?dryRun=true", "Bearer k", body]
    assert json.loads(second[3]) == {"contact": {"firstName": "C"}}


def test_asynchronous_methods(emit: Any, run: Any) -> None:
    emit(SPECS)
    printed = run(f"""{SERVER}
    async def main():
        async with AsyncAcme(api_key="k", transport=transport) as acme:
            thing = await acme.get_thing(thing_id=7)
            print(thing.id, [item.first_name for item in await acme.list_things()], await acme.get_note())
            print((await acme.execute("OTHER_GET_THING", {{"thingId": 7}})).code)

    asyncio.run(main())
    """)
    assert printed == "7 ['B'] 123\n200\n"


def test_every_identifier_can_be_executed(emit: Any, run: Any) -> None:
    emit(SPECS)
    printed = run(f"""{SERVER}
    acme = Acme(api_key="k", transport=transport)
    for name in ("get_thing", "OTHER_GET_THING"):
        envelope = acme.execute(name, {{"thingId": 7}})
        print(envelope.successful, envelope.data["id"])
    """)
    assert printed == "True 7\nTrue 7\n"


def test_input_that_is_not_valid_names_the_line_of_the_spec(emit: Any, run: Any) -> None:
    emit(SPECS)
    printed = run(f"""{SERVER}
    for arguments in ({{"thing_id": "7"}}, {{"thing_id": 7, "contact": {{"firstName": 1}}}}):
        try:
            Acme(api_key="k", transport=transport).get_thing(**arguments)
        except InvalidInput as error:
            print(error.violations[0].source)
    print(seen)
    """)
    action, entity, sent = printed.splitlines()
    assert action.startswith("specs/acme/things/get_thing.yaml:")
    assert entity.startswith("specs/acme/schemas.yaml:")
    assert sent == "[]"


def test_importing_a_client_loads_no_models_and_nothing_of_the_compiler(emit: Any, run: Any) -> None:
    emit(SPECS)
    printed = run("""
        import sys
        from acme_clients.acme import Acme
        Acme(api_key="k").close()
        loaded = {name for name in sys.modules if name.startswith("acme_clients.acme.")}
        print({name.rpartition(".")[2] for name in loaded} & {"models", "inputs", "enums"})
        tops = {name.partition(".")[0] for name in sys.modules}
        print(tops & {"connectory", "jinja2", "yaml", "jsonschema", "datamodel_code_generator", "markdown_it"})
        import acme_clients.acme.models as models
        print(models.Contact.__pydantic_complete__)
    """)
    assert printed == "set()\nset()\nFalse\n"
