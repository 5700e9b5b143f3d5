from typing import Any

from connectory_runtime import Action, EnvelopeField, InputRule, Parameter
from shop_client.connector import CONNECTOR

IMPORT_PEOPLE: Action[Any] = Action(
    id="import_people",
    connector=CONNECTOR,
    method="POST",
    path="/v1/people",
    effect="write",
    idempotent=False,
    auth=("key",),
    source="specs/shop/people/import_people.yaml",
    parameters=(
        Parameter(
            name="people",
            schema={"type": "array", "items": {"$ref": "#/$defs/Person"}, "minItems": 1, "maxItems": 3000},
            location="body",
            required=True,
            line=8,
        ),
        Parameter(
            name="matchBy",
            schema={"type": "string", "enum": ["email", "phone", "mobilepush"]},
            location="body",
            wire="dedupeOn",
            required=True,
            wire_values={"mobilepush": "push"},
            line=11,
        ),
    ),
    answers="object",
    returns="ImportResult",
    envelope=(EnvelopeField(name="data", value="$response.json.failed", empty={"data": []}),),
)

ADD_PERSON: Action[Any] = Action(
    id="add_person",
    connector=CONNECTOR,
    method="POST",
    path="/v1/person",
    effect="write",
    idempotent=False,
    auth=("key",),
    source="specs/shop/people/add_person.yaml",
    parameters=(
        Parameter(name="person", schema={"$ref": "#/$defs/Person"}, location="body", wire="", required=True, line=6),
    ),
    answers="object",
    returns="Person",
)

SET_EMAILS: Action[Any] = Action(
    id="set_emails",
    connector=CONNECTOR,
    method="PUT",
    path="/v1/person/emails",
    effect="write",
    idempotent=True,
    auth=("cookie",),
    source="specs/shop/people/set_emails.yaml",
    parameters=(
        Parameter(name="first", schema={"type": "string"}, location="body", wire="/emails/0", line=5),
        Parameter(name="second", schema={"type": ["string", "null"]}, location="body", wire="/emails/1", line=6),
        Parameter(name="odd", schema={"type": "string"}, location="body", wire="/meta/a~1b", line=7),
    ),
    rules=(InputRule(kind="require_any_of", parameters=("first", "second"), line=9),),
)

LOGIN: Action[Any] = Action(
    id="login",
    connector=CONNECTOR,
    method="POST",
    path="/v1/login",
    effect="write",
    idempotent=False,
    auth=("open",),
    source="specs/shop/people/login.yaml",
    parameters=(
        Parameter(name="user", schema={"type": "string"}, location="form", required=True, line=5),
        Parameter(name="password", schema={"type": "string"}, location="form", required=True, secret=True, line=6),
        Parameter(
            name="scopes",
            schema={"type": "array", "items": {"enum": [1, 2]}},
            location="form",
            wire="scope",
            wire_values={"1": "read", "2": "write"},
            line=7,
        ),
    ),
)

CHECK_JOB: Action[Any] = Action(
    id="check_job",
    connector=CONNECTOR,
    method="GET",
    path="/v1/jobs/{id}",
    effect="read",
    idempotent=True,
    auth=("key",),
    source="specs/shop/people/check_job.yaml",
    parameters=(Parameter(name="id", schema={"type": "string"}, location="path", required=True, line=5),),
    envelope=(
        EnvelopeField(name="id", value="$input.id", empty={"id": ""}),
        EnvelopeField(name="data", value="$response.json"),
        EnvelopeField(name="status", value="$response.json.status"),
        EnvelopeField(name="raw_text", value="$response.text", empty={"raw_text": ""}),
        EnvelopeField(name="status_code", value="$response.status", empty={"status_code": 0}),
        EnvelopeField(name="served_by", value="$response.headers.X-Served-By"),
    ),
)

WHOAMI: Action[Any] = Action(
    id="whoami",
    connector=CONNECTOR,
    method="GET",
    path="/v1/me",
    effect="read",
    idempotent=True,
    auth=("header",),
    source="specs/shop/people/whoami.yaml",
)

RENEW: Action[Any] = Action(
    id="renew",
    connector=CONNECTOR,
    method="POST",
    path="/v1/renew",
    effect="write",
    idempotent=False,
    auth=("open",),
    source="specs/shop/people/renew.yaml",
    deprecated="Use login.",
)
