"""One action that starts a job, one that tells of it."""

from dataclasses import replace
from typing import Any

from connectory_runtime import Action, ApiKey, Condition, Connector, Credential, Parameter, Wait

CONNECTOR = Connector(
    id="depot",
    title="Depot",
    package="jobs_client",
    servers=("https://depot.example/api",),
    auth={"key": ApiKey(location="header", name="X-Key", key=Credential("api_key"))},
)
WAIT = Wait(
    action="get_import",
    arguments={"id": "$output.job.id", "owner": "$input.name"},
    done=(Condition(reference="$output.state", among=("done",), line=8),),
    failed=(Condition(reference="$output.state", among=("failed", "lost"), line=9),),
    every=2.0,
    timeout=60.0,
    line=7,
)
START_IMPORT: Action[Any] = Action(
    id="start_import",
    connector=CONNECTOR,
    method="POST",
    path="/v1/imports",
    effect="write",
    idempotent=False,
    auth=("key",),
    source="specs/depot/imports/start_import.yaml",
    parameters=(
        Parameter(name="name", schema={"type": "string"}, line=5),
        Parameter(name="pin", schema={"type": "string"}, secret=True, line=6),
    ),
    wait=WAIT,
)
START_EXPORT: Action[Any] = replace(START_IMPORT, id="start_export")
GET_IMPORT: Action[Any] = Action(
    id="get_import",
    connector=CONNECTOR,
    method="GET",
    path="/v1/imports/{id}",
    effect="read",
    idempotent=True,
    auth=("key",),
    source="specs/depot/imports/get_import.yaml",
    parameters=(
        Parameter(name="id", schema={"type": "string"}, location="path", required=True, line=5),
        Parameter(name="owner", schema={"type": "string"}, location="query", line=6),
    ),
)
