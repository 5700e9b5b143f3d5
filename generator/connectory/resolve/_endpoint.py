"""`endpoint`: a method and a path with wire names in braces."""

import re
from typing import get_args

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.load.nodes import Node
from connectory.model import Endpoint, Method

from ._names import listing
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
    written = text(node)
    word, space, path = written.partition(" ")
    method = _METHODS.get(word)
    if method is None:
        return _refuse(node.span, *_method_problem(word, written), found)
    if not space or path != path.strip() or not path:
        return _refuse(node.span, "the endpoint needs one space and a path after its method", f"{method} /…", found)
    pieces = _PLACEHOLDER.split(path)
    texts, names = tuple(pieces[::2]), tuple(pieces[1::2])
    if (problem := _path_problem(path, texts, names)) is not None:
        return _refuse(node.span, *problem, found)
    for name in sorted({name for name in names if names.count(name) > 1}):
        message = f"`{{{name}}}` stands twice in the path"
        found.error(REPEATED_PLACEHOLDER, node.span, message, hint="give the two places different names")
    return Endpoint(method=method, path=path, text=texts, names=tuple(dict.fromkeys(names)))


def _refuse(span: Span, message: str, hint: str, found: Diagnostics) -> None:
    found.error(MALFORMED_ENDPOINT, span, message, hint=hint)


def _method_problem(word: str, written: str) -> tuple[str, str]:
    if word.upper() in _METHODS:
        return f"the method `{word}` is not in capitals", f"write `{word.upper()}`"
    if word.startswith("/"):
        return "the endpoint has no method", f"write it before the path, as in `GET {written}`"
    return f"`{word}` is no method", f"methods are {listing(_METHODS)}"


def _path_problem(path: str, texts: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, str] | None:
    plain = "".join(texts)
    if re.match(r"https?://", path):
        return "the endpoint holds a whole URL", "the server stands in connector.yaml; write the path after it"
    if not path.startswith("/"):
        return "the path does not begin with `/`", f"write `/{path}`"
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
    if bad_name := next((name for name in names if not _NAME.match(name)), None):
        return f"`{{{bad_name}}}` is no placeholder", "use letters, digits, `_`, `-` and `.`"
    if "" in names:
        return "a placeholder has no name", "write the wire name of a path parameter between the braces"
    if "" in texts[1:-1]:
        return "two placeholders stand side by side", "separate them, so that it is clear where the first ends"
    return None
