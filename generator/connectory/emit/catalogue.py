"""`catalogue.json`: every action with its names, its effect, its texts, and where the rest of it is."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, assert_never

from connectory.emit import Emitter, OutputFile, Part
from connectory.model import (
    Action,
    ApiKey,
    AuthScheme,
    Basic,
    Bearer,
    Connector,
    Evidence,
    NoAuth,
    OAuth2,
    Project,
    Token,
    Webhook,
    called_by,
    credentials_of,
)
from connectory.naming import pascal_case


class CatalogueEmitter(Emitter):
    """Writes `catalogue.json`. `package` is the Python package of the clients."""

    name = "catalogue"

    def __init__(self, package: str = "connectory_clients") -> None:
        self._package = package

    def parts(self, project: Project, /) -> Iterator[Part]:
        """One file. Its paths are relative to the output folder; absent facts are `null`."""
        yield Part(self._files, (project,))

    def _files(self, project: Project) -> Iterator[OutputFile]:
        catalogue = {
            "version": 1,
            "connectors": [_connector(connector, self._package) for connector in project.connectors],
        }
        yield OutputFile(PurePosixPath("catalogue.json"), json.dumps(catalogue, indent=2, ensure_ascii=False) + "\n")


def _connector(connector: Connector, package: str) -> dict[str, Any]:
    return {
        "id": connector.id,
        "title": connector.title,
        "summary": connector.summary,
        "audience": connector.audience,
        "links": {link.name: link.url for link in connector.links},
        "servers": [{"url": server.url, "description": server.description} for server in connector.servers],
        "auth": [_scheme(scheme) for scheme in connector.auth],
        "default_auth": list(connector.default_auth),
        "verify": connector.verify,
        "actions": [_action(action, connector, package) for action in connector.actions],
        "webhooks": [_webhook(webhook, connector) for webhook in connector.webhooks],
    }


def _action(action: Action, connector: Connector, package: str) -> dict[str, Any]:
    return {
        "id": action.id,
        "identifiers": {"ours": action.id, "aliases": _aliases(action)},
        "resource": action.resource,
        "title": action.title,
        "summary": action.summary,
        "description": action.description,
        "use_when": action.use_when,
        "notes": list(action.notes),
        "effect": action.effect,
        "idempotent": action.idempotent,
        "deprecated": _deprecated(action),
        "tags": list(action.tags),
        "endpoint": f"{action.endpoint.method} {action.endpoint.path}" if action.endpoint else None,
        "calls": list(called_by(action.composite)),
        "wait": {"action": action.wait.action, "timeout": action.wait.timeout} if action.wait else None,
        "batch": {"over": list(action.batch.over), "size": action.batch.size} if action.batch else None,
        "auth": list(action.auth),
        "returns": str(action.returns) if action.returns else None,
        "client": {
            "module": f"{package}.{connector.id}",
            "class": pascal_case(connector.id),
            "async_class": f"Async{pascal_case(connector.id)}",
            "method": action.id,
        },
        "schemas": {
            direction: f"schemas/{connector.id}/{action.id}.{direction}.json" for direction in ("input", "output")
        },
        "docs": f"docs/{connector.id}/actions/{action.id}.md",
        "evidence": _evidence(action.evidence),
        "source": action.source.file,
    }


def _webhook(webhook: Webhook, connector: Connector) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "title": webhook.title,
        "summary": webhook.summary,
        "description": webhook.description,
        "notes": list(webhook.notes),
        "model": webhook.payload.ref,
        "schema": f"schemas/{connector.id}/{webhook.id}.webhook.json",
        "evidence": _evidence(webhook.evidence),
        "source": webhook.source.file,
    }


def _aliases(action: Action) -> dict[str, list[str]]:
    catalogues: dict[str, list[str]] = {}
    for alias in action.aliases:
        catalogues.setdefault(alias.catalogue, []).append(alias.id)
    return catalogues


def _deprecated(action: Action) -> dict[str, str | None] | None:
    if action.deprecated is None:
        return None
    return {"reason": action.deprecated.reason, "replacement": action.deprecated.replacement}


def _evidence(evidence: Evidence | None) -> dict[str, str | None] | None:
    if evidence is None:
        return None
    return {"status": evidence.status, "source": evidence.source, "note": evidence.note}


def _scheme(scheme: AuthScheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "kind": _kind(scheme),
        "credentials": [{"argument": item.argument, "env": item.env} for item in credentials_of(scheme)],
        "how": scheme.how,
    }


def _kind(scheme: AuthScheme) -> str:
    match scheme:
        case Basic():
            return "basic"
        case Bearer():
            return "bearer"
        case ApiKey():
            return "api_key"
        case NoAuth():
            return "none"
        case Token():
            return "token"
        case OAuth2():
            return "oauth2"
        case _:
            assert_never(scheme)
