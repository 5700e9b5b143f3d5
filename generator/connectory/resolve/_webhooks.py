"""`webhooks/*.yaml`, and how deliveries are signed."""

from typing import cast

from connectory.diagnostics import Code
from connectory.load import WebhookFile
from connectory.load.nodes import MappingNode
from connectory.model import Schema, Signature, SignatureEncoding, Webhook, WebhookExample, follow

from ._amounts import seconds
from ._conditions import read_conditions
from ._conformance import Conformance
from ._evidence import read_evidence
from ._read import entries_at, flag_at, items_at, json, mapping, text, text_at, texts_at, value_at
from ._references import Sight
from ._schemas import read_schema
from ._scope import Scope
from ._wire import MALFORMED_WIRE, is_token

PAYLOAD_NO_OBJECT = Code(
    "R601",
    "payload-no-object",
    "A payload becomes a class, so its schema is an object. A delivery that is a list of payloads has `many: true`.",
    "# schemas.yaml has `Events: {type: array, items: {$ref: Event}}`\npayload: {$ref: Events}",
    "many: true\npayload: {$ref: Event}",
)
SIGNATURE_WITHOUT_NAME = Code(
    "R602",
    "signature-without-name",
    "A header that holds a time beside the signature is a list of names and values, such as `t=1700000000,v1=5257a8`. "
    "Both have a name there.",
    "# connector.yaml\nwebhook_signature: {header: X-Signature, timestamp: t}",
    "# connector.yaml\nwebhook_signature: {header: X-Signature, timestamp: t, signature: v1}",
)
EXAMPLE_PAYLOAD = Code(
    "R603",
    "example-payload",
    "The body of an example is a whole delivery: what `payload` describes, or with `many` a list of it.",
    "# webhooks/contact_created.yaml\nmany: true\nexamples: [{title: One, body: {id: 7}}]",
    "# webhooks/contact_created.yaml\nmany: true\nexamples: [{title: One, body: [{id: 7}]}]",
)


def read_signature(connector: MappingNode, scope: Scope) -> Signature | None:
    """How deliveries are signed, if they are."""
    if (found := connector.get("webhook_signature")) is None:
        return None
    node = mapping(found)
    header, signature, timestamp = value_at(node, "header"), text_at(node, "signature"), node.get("timestamp")
    if not is_token(text(header)):
        message = f"`{text(header)}` cannot be the name of a header"
        scope.found.error(MALFORMED_WIRE, header.span, message, hint="use letters, digits and `-`")
    if timestamp is not None and signature is None:
        message = "a header with a time in it holds the signature under a name, too"
        scope.found.error(
            SIGNATURE_WITHOUT_NAME, timestamp.span, message, hint="add `signature`, such as `signature: v1`"
        )
    return Signature(
        header=text(header),
        signature=signature,
        timestamp=None if timestamp is None else text(timestamp),
        tolerance=seconds(text_at(node, "tolerance") or "5m"),
        encoding=cast("SignatureEncoding", text_at(node, "encoding") or "hex"),
        env=text_at(node, "env"),
        source=found.span,
    )


def read_webhooks(files: tuple[WebhookFile, ...], answered: Conformance, scope: Scope) -> tuple[Webhook, ...]:
    """Every webhook of which it is known when a payload is one, with its examples checked."""
    nodes = {file.id: mapping(file.file.node) for file in files if file.file.node is not None}
    webhooks = (_read(name, node, answered, scope) for name, node in nodes.items())
    return tuple(webhook for webhook in webhooks if webhook is not None)


def _read(name: str, node: MappingNode, answered: Conformance, scope: Scope) -> Webhook | None:
    payload = read_schema(value_at(node, "payload"), scope.schemas, scope.found)
    many = flag_at(node, "many")
    _check_payload(payload, node, scope)
    _check_examples(payload, node, answered, scope, many=many)
    sight = Sight(roots=("payload",), inputs=(), output=payload, steps={}, entities=scope.entities)
    when = read_conditions(node, "when", sight, scope)
    if len(when) < len(entries_at(node, "when")):
        return None
    return Webhook(
        id=name,
        title=text(value_at(node, "title")),
        summary=text(value_at(node, "summary")),
        description=text_at(node, "description"),
        notes=texts_at(node, "notes"),
        when=when,
        many=many,
        payload=payload,
        evidence=read_evidence(node.get("evidence")),
        examples=tuple(
            WebhookExample(title=text(value_at(item, "title")), body=json(value_at(item, "body")))
            for item in map(mapping, items_at(node, "examples"))
        ),
        source=node.span,
    )


def _check_payload(payload: Schema, node: MappingNode, scope: Scope) -> None:
    shape = follow(payload, scope.entities)
    if payload.ref is not None and not (shape.types == ("object",) and shape.properties):
        message = f"`{payload.ref}` is no object with members"
        hint = "name the schema of one payload, and add `many: true` if there are several in a delivery"
        scope.found.error(PAYLOAD_NO_OBJECT, value_at(node, "payload").span, message, hint=hint)


def _check_examples(payload: Schema, node: MappingNode, answered: Conformance, scope: Scope, *, many: bool) -> None:
    whole = Schema(source=payload.source, types=("array",), items=payload) if many else payload
    for item in items_at(node, "examples"):
        answered.check(value_at(mapping(item), "body"), whole, EXAMPLE_PAYLOAD, scope.found)
