"""`webhooks.py`: the kinds of payloads that an API sends by itself."""

from dataclasses import dataclass

from connectory.model import Connector, Signature, Webhook

from ._annotations import Imports
from ._class_names import ClassNames
from ._conditions import conditions_expression
from ._literals import call, literal, sequence


@dataclass(frozen=True, slots=True)
class WebhookModule:
    """What the module says: the declarations, the classes of payloads, and what a delivery is parsed to."""

    package: str
    kinds: str
    signature: str | None
    env: str | None
    imported: tuple[str, ...]
    union: str
    conditioned: bool


def webhook_module(connector: Connector, package: str, names: ClassNames) -> WebhookModule | None:
    """The module, `None` for a connector without webhooks. The kind that remains comes last."""
    if not connector.webhooks:
        return None
    kinds = sorted(connector.webhooks, key=lambda webhook: not webhook.when)
    imports = Imports(models={names.imported(name): name for name in map(_class, kinds)})
    signature = connector.signature
    return WebhookModule(
        package=literal(package),
        kinds=sequence([_kind(webhook) for webhook in kinds]),
        signature=None if signature is None else _signature(signature),
        env=None if signature is None else signature.env,
        imported=imports.from_models,
        union=" | ".join(imports.models),
        conditioned=any(webhook.when for webhook in kinds),
    )


def _class(webhook: Webhook) -> str:
    return webhook.payload.ref or ""


def _kind(webhook: Webhook) -> str:
    arguments = {"id": literal(webhook.id), "returns": literal(_class(webhook))}
    if webhook.when:
        arguments["when"] = conditions_expression(webhook.when)
    return call("Webhook", arguments)


def _signature(signature: Signature) -> str:
    arguments = {"header": literal(signature.header)}
    named = {"signature": signature.signature, "timestamp": signature.timestamp, "env": signature.env}
    arguments |= {name: literal(value) for name, value in named.items() if value is not None}
    if signature.timestamp is not None:
        arguments["tolerance"] = literal(signature.tolerance)
    if signature.encoding != "hex":
        arguments["encoding"] = literal(signature.encoding)
    return call("Signature", arguments)
