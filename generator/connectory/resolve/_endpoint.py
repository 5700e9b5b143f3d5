"""`endpoint`: a method and a path with wire names in braces."""

import re
from typing import get_args

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import Node
from connectory.model import Endpoint, Method

from ._names import listing, quoted
from ._read import text

MALFORMED_ENDPOINT = Code(
    "R201",
    "malformed-endpoint",
    "An endpoint is a method in capitals, one space, and a path that begins with `/`. The path follows the server's "
    "URL. Its parts are plain characters and wire names of path parameters in braces; the query is made of parameters.",
    "endpoint: GET contacts/{id}?full=true",
    "endpoint: GET /contacts/{id}",
)
REPEATED_PLACEHOLDER = Code(
    "R202",
    "repeated-placeholder",
    "Each name in braces stands once in a path, so that every parameter has one place.",
    "endpoint: GET /contacts/{id}/notes/{id}",
    "endpoint: GET /contacts/{id}/notes/{note_id}",
)

_METHODS: dict[str, Method] = {name: name for name in get_args(Method)}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z0-9_.-]+\Z")
_FORBIDDEN = re.compile(r"[^A-Za-z0-9._~:@!$&'()*+,;=/-]")


def read_endpoint(node: Node, found: Diagnostics) -> Endpoint | None:
    """The endpoint, or `None` after its problem has been reported."""
    word, _, path = text(node).partition(" ")
    pieces = _PLACEHOLDER.split(path)
    texts, names = tuple(pieces[::2]), tuple(pieces[1::2])
    problem = _method_problem(word, text(node)) or _path_problem(path, texts, names)
    if problem is not None:
        found.error(MALFORMED_ENDPOINT, node.span, problem[0], hint=problem[1])
        return None
    for name in sorted({name for name in names if names.count(name) > 1}):
        message = f"`{{{name}}}` stands twice in the path"
        found.error(REPEATED_PLACEHOLDER, node.span, message, hint="give the two places different names")
    return Endpoint(method=_METHODS[word], path=path, text=texts, names=tuple(dict.fromkeys(names)))


def _method_problem(word: str, written: str) -> tuple[str, str] | None:
    if word in _METHODS:
        return None
    if word.upper() in _METHODS:
        return f"the method `{word}` is not in capitals", f"write `{word.upper()}`"
    if word.startswith("/"):
        return "the endpoint has no method", f"write it before the path, as in {quoted(f'GET {written}')}"
    return f"{quoted(word)} is no method", f"methods are {listing(_METHODS)}"


def _path_problem(path: str, texts: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, str] | None:
    plain = "".join(texts)
    if not path or path != path.strip():
        return "one space and a path must follow the method", "write it as in `GET /contacts/{id}`"
    if re.match(r"https?://", path):
        return "the endpoint holds a whole URL", "the server stands in connector.yaml; write the path after it"
    if not path.startswith("/"):
        return "the path does not begin with `/`", f"write {quoted(f'/{path}')}"
    if "?" in plain or "#" in plain:
        return "the path holds a query or a fragment", "declare query parameters under `input`, with `in: query`"
    if "{" in plain or "}" in plain:
        return "a brace in the path has no partner", "write placeholders as `{name}`"
    if bad := _FORBIDDEN.search(plain):
        return (
            f"the path holds U+{ord(bad[0]):04X}, which cannot stand in one",
            "use letters, digits and `-._~:@!$&'()*+,;=`",
        )
    if "//" in path:
        return "the path has an empty segment", "remove one of the two slashes"
    if any(segment in (".", "..") for segment in path.split("/")):
        return "the path has a segment of dots", "write the path that it leads to"
    if colon := next((segment for segment in path.split("/") if re.match(r":\w", segment)), None):
        return f"{quoted(colon)} is no placeholder", f"write {quoted(f'{{{colon[1:]}}}')}"
    if bad_name := next((name for name in names if not _NAME.match(name)), None):
        return f"{quoted(f'{{{bad_name}}}')} is no placeholder", "use letters, digits, `_`, `-` and `.`"
    if "" in names:
        return "a placeholder has no name", "write the wire name of a path parameter between the braces"
    if "" in texts[1:-1]:
        return "two placeholders stand side by side", "separate them, so that it is clear where the first ends"
    return None
