"""The API of the chaos tests, as specs: one action for each promise about repeating, and every kind of pages."""

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
pagination:
  offsets: {kind: offset, offset: start, limit: size, max: 3, items: $response.json.rows, total: $response.json.total}
  pages: {kind: page, page: page, limit: size, first: 1, max: 3, items: $response.json.rows}
  cursors: {kind: cursor, cursor: after, next: $response.json.next, items: $response.json.rows}
  addresses: {kind: next-url, next: $response.json.next, items: $response.json.rows}
  links: {kind: link-header, items: $response.json.rows}
errors:
  - {message: $response.json.problem}
  - {when: {$response.json.problem: [BUSY]}, meaning: rate_limited}
  - {when: {$response.json.problem: [HALF]}, retryable: true}
"""

SCHEMAS = """
Thing: {type: object, properties: {name: {type: string}, problem: {type: string}}}
Job: {type: object, properties: {id: {type: string}, problem: {type: string}}}
Progress: {type: object, properties: {state: {enum: [RUNNING, DONE]}, problem: {type: string}}}
Stock: {type: object, properties: {names: {type: array, items: {type: string}}, problem: {type: string}}}
Things:
  type: object
  properties:
    rows: {type: array, items: {$ref: Thing}}
    total: {type: integer}
    next: {type: string}
    problem: {type: string}
"""


def _action(endpoint: str, output: str, *lines: str, name: str = "name: {type: string, required: true}") -> str:
    return "\n".join(
        (
            f"endpoint: {endpoint}",
            f"input: {{{name}}}",
            f"output: {{$ref: {output}}}",
            "error_when: {$response.json.problem: {empty: false}}",
            *lines,
        )
    )


def _pages(path: str, *parameters: str) -> str:
    given = ", ".join(f"{name}: {{type: {kind}}}" for name, kind in (text.split(":") for text in parameters))
    return _action(f"GET /{path}", "Things", "effect: read", f"pagination: {path}", name=given)


def _batch(path: str, *lines: str) -> str:
    names = "names: {type: array, items: {type: string}, required: true}"
    return _action(f"POST /{path}", "Stock", "effect: write", "batch: {over: names, size: 2}", *lines, name=names)


ACTIONS = {
    "get_thing": _action("GET /things/{name}", "Thing", "effect: read"),
    "add_thing": _action("POST /things", "Thing", "effect: write"),
    "set_thing": _action("PUT /things/{name}", "Thing", "effect: write", "idempotent: true"),
    "delete_thing": _action("DELETE /things/{name}", "Thing", "effect: delete", "idempotent: false"),
    "send_thing": _action("POST /sendings", "Thing", "effect: send", "idempotency_key: X-Sending"),
    "delete_things": "effect: delete\nidempotent: false\n"
    "input: {names: {type: array, items: {type: string}, required: true}}\n"
    "each: {over: names, action: delete_thing, as: name}",
    "add_things": _batch("stocks"),
    "send_things": _batch("orders", "idempotency_key: X-Sending"),
    "list_offsets": _pages("offsets", "start:integer", "size:integer"),
    "list_pages": _pages("pages", "page:integer", "size:integer"),
    "list_cursors": _pages("cursors", "after:string"),
    "list_addresses": _pages("addresses"),
    "list_links": _pages("links"),
    "create_import": _action(
        "POST /imports",
        "Job",
        "effect: write",
        "wait: {action: get_import, with: {id: $output.id}, done: {state: [DONE]}}",
    ),
    "get_import": _action("GET /imports/{id}", "Progress", "effect: read", name="id: {type: string, required: true}"),
}
