"""Strings that have broken code generators, and a spec that has a place for text wherever the language has one."""

from copy import deepcopy
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

HOSTILE = {
    "double quote": 'a " b',
    "single quote": "a ' b",
    "trailing double quote": 'ends with "',
    "trailing single quote": "ends with '",
    "triple double quotes": 'a """ + __import__("os").system("id") + """ b',
    "triple single quotes": "a ''' b",
    "only quotes": '"""',
    "backslash": "a \\ b",
    "trailing backslash": "ends with \\",
    "backslash before quote": 'a \\" b',
    "escape that is not one": "a \\N{DASH} \\x41 \\u0041 \\101 b",
    "line feed as text": "a \\n b",
    "braces": "{x} {{x}} {0} %s %(x)s ${x} #{x}",
    "jinja": "{{ 7 * 7 }} {% include '/etc/passwd' %} {# x #}",
    "script": "</script><script>alert(1)</script>",
    "markup": '<img src=x onerror=alert(1)> "><svg onload=alert(1)>',
    "entity": "&lt;b&gt; &amp; &#x3c;",
    "comment ends": "--> */ # -- ]]>",
    "markdown": "[x](javascript:alert(1)) ![x](http://x.example/y.png) `code` **b** | cell | \\| <b>",
    "markdown link reference": "[x]: javascript:alert(1)",
    "type comment": "# type: ignore # noqa # pragma: no cover",
    "path": "../../etc/passwd",
    "windows path": "..\\..\\C:\\x",
    "non-ascii": "Ünïcödé 漢字 🙂",
    "yaml": "a: b - c !!python/object:os.system [x] {y}",
}
"""Harmless as data: they must be accepted in prose and arrive unchanged."""

REFUSED = {
    "carriage return": "a \r b",
    "crlf": "a \r\n b",
    "line separator": "a \u2028 b",
    "paragraph separator": "a \u2029 b",
    "nul": "a \0 b",
    "escape": "a \x1b[31m b",
    "bidi override": "a \u202e b",
    "bidi isolate": "a \u2066 b",
    "zero width": "a \u200b b",
    "next line": "a \x85 b",
    "very long": "x" * 70_000,
}
"""Never harmless in a text that people read: refused wherever they stand."""

CONNECTOR: dict[str, Any] = {
    "title": "T",
    "summary": "S.",
    "description": "D",
    "audience": "A.",
    "links": {"home": "https://acme.example"},
    "servers": [{"url": "https://api.acme.example", "description": "D"}],
    "auth": {
        "key": {
            "kind": "api_key",
            "in": "header",
            "name": "X-Key",
            "key": {"from": "api_key"},
            "env": "ACME_KEY",
            "how": "H",
        }
    },
    "rate": {"default": "200/s", "groups": {"slow": "5/min"}},
    "webhook_signature": {"header": "X-Sign", "timestamp": "t", "signature": "v1", "env": "ACME_WEBHOOK_SECRET"},
    "errors": [
        {
            "status": 429,
            "when": {"$response.json.fault": ["F"]},
            "message": "$response.json.why",
            "code": "slow_down",
            "retryable": True,
            "advice": "A",
        }
    ],
}
SCHEMAS: dict[str, Any] = {
    "Contact": {
        "type": "object",
        "title": "T",
        "description": "D",
        "properties": {
            "email": {"type": "string", "title": "T", "description": "D", "default": "d", "examples": ["e"]},
            "kind": {"enum": ["one", "two"], "description": "D"},
            "fixed": {"const": "c"},
            "wire name": {"type": "string"},
        },
    }
}
ACTION: dict[str, Any] = {
    "title": "Find contacts of a list",
    "summary": "Find contacts by what is known of them.",
    "description": "D",
    "use_when": "U",
    "notes": ["N"],
    "tags": ["contacts"],
    "effect": "write",
    "endpoint": "POST /v1/lists/{id}/contacts",
    "idempotency_key": "Idempotency-Key",
    "rate": {"limit": "10/min", "group": "slow"},
    "input": {
        "id": {"in": "path", "type": "string", "required": True, "title": "T", "description": "D"},
        "mode": {"enum": ["a", "b"], "default": "a", "description": "D"},
        "labelled": {"enum": {"ONE": 1, "TWO": 2}, "description": "D"},
        "filter": {
            "type": "object",
            "description": "D",
            "properties": {
                "email": {"type": "string", "description": "D", "examples": ["e"]},
                "k": {"enum": ["x", "y"]},
            },
        },
        "contacts": {"type": "array", "items": {"$ref": "Contact"}, "description": "D"},
        "trace": {"in": "header", "wire": "X-Trace", "type": "string", "default": "d", "description": "D"},
        "old": {"type": "string", "ignored": True, "description": "D"},
    },
    "fixed": {"source": "F", "X-Fixed": {"in": "header", "value": "F"}},
    "output": {
        "type": "object",
        "description": "D",
        "properties": {
            "found": {"type": "array", "items": {"$ref": "Contact"}, "description": "D"},
            "state": {"enum": ["new", "old"], "description": "D"},
            "text": {"type": "string", "default": "d"},
        },
    },
    "wait": {
        "action": "get_search",
        "with": {"id": "$input.id", "note": "W"},
        "done": {"state": ["D"], "$response.headers.X-State": ["D"]},
        "failed": {"state": ["F"]},
        "every": "1s",
        "timeout": "1m",
    },
    "envelope": {"status_text": {"from": "$response.json.text", "default": "d"}},
    "aliases": {"other": "FIND_CONTACTS_OF_LIST"},
    "deprecated": {"reason": "R"},
    "evidence": {"status": "documented", "source": "https://acme.example/docs", "note": "N"},
    "examples": [
        {
            "title": "T",
            "input": {"id": "i", "filter": {"email": "e"}},
            "response": {"status": 200, "headers": {"X-A": "v"}, "body": {"text": "t"}},
        },
        {"title": "T2", "input": {"id": "i"}, "response": {"status": 400, "text": "t"}},
    ],
}
STATUS: dict[str, Any] = {
    "title": "Get a search",
    "summary": "Tell how far a search is.",
    "effect": "read",
    "endpoint": "GET /v1/searches/{id}",
    "input": {"id": {"type": "string", "required": True}, "note": {"type": "string"}},
    "output": {"type": "object", "properties": {"state": {"type": "string"}}},
    "evidence": {"status": "documented", "source": "https://acme.example/docs"},
}
WEBHOOK: dict[str, Any] = {
    "title": "Contact found",
    "summary": "Sent when a contact was found.",
    "description": "D",
    "notes": ["N"],
    "when": {"$payload.email": ["one"], "$payload.kind": {"empty": False}},
    "payload": {"$ref": "Contact"},
    "evidence": {"status": "documented", "source": "https://acme.example/docs", "note": "N"},
    "examples": [{"title": "T", "body": {"email": "e", "kind": "one"}}],
}
FILES: dict[str, dict[str, Any]] = {
    "specs/acme/connector.yaml": CONNECTOR,
    "specs/acme/schemas.yaml": SCHEMAS,
    "specs/acme/contacts/find_contacts.yaml": ACTION,
    "specs/acme/contacts/get_search.yaml": STATUS,
    "specs/acme/webhooks/contact_found.yaml": WEBHOOK,
}


def text_places() -> list[tuple[str, Path]]:
    """Every place of the three files that holds a text value: file and path."""
    return [(file, path) for file, data in FILES.items() for path in _texts(data, ())]


def key_places() -> list[tuple[str, Path]]:
    """Every key that an author names: parameters, properties, schemes, entities, labels, catalogues."""
    action = "specs/acme/contacts/find_contacts.yaml"
    return [
        ("specs/acme/connector.yaml", ("auth", "key")),
        ("specs/acme/connector.yaml", ("links", "home")),
        ("specs/acme/connector.yaml", ("rate", "groups", "slow")),
        ("specs/acme/schemas.yaml", ("Contact",)),
        ("specs/acme/schemas.yaml", ("Contact", "properties", "fixed")),
        (action, ("input", "mode")),
        (action, ("input", "labelled", "enum", "ONE")),
        (action, ("input", "filter", "properties", "k")),
        (action, ("output", "properties", "state")),
        (action, ("envelope", "status_text")),
        (action, ("aliases", "other")),
    ]


def plant(places: dict[tuple[str, Path], str]) -> dict[str, dict[str, Any]]:
    """The three files with other texts at some places."""
    files = deepcopy(FILES)
    for (file, path), text in places.items():
        here: Any = files[file]
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = text
    return files


def rename(file: str, path: Path, key: str) -> dict[str, dict[str, Any]]:
    """The three files with one key renamed."""
    files = deepcopy(FILES)
    here: Any = files[file]
    for step in path[:-1]:
        here = here[step]
    items = list(here.items())
    here.clear()
    here.update({key if name == path[-1] else name: value for name, value in items})
    return files


def _texts(value: Any, path: Path) -> list[Path]:
    if isinstance(value, str):
        return [path]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _texts(item, (*path, key))]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in _texts(item, (*path, index))]
    return []
