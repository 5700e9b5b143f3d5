"""The places on the wire: well-formed, not reserved, and each taken once."""

import re
from collections.abc import Iterator

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.model import AuthScheme, Parameter
from connectory.model.auth import place_of

from ._names import quoted

MALFORMED_WIRE = Code(
    "R213",
    "malformed-wire",
    "`wire` is a name the API knows. In a header or cookie it has the characters that HTTP allows there; in a body "
    "that begins with `/` it is a JSON Pointer, such as `/emails/0`, and empty for the whole body.",
    "endpoint: POST /notes\ninput: {trace: {type: string, in: header, wire: X Trace}}",
    "endpoint: POST /notes\ninput: {trace: {type: string, in: header, wire: X-Trace}}",
)
RESERVED_HEADER = Code(
    "R214",
    "reserved-header",
    "Some headers belong to HTTP itself or to authentication. A parameter could break the request or leak "
    "a credential through them.",
    "endpoint: POST /notes\ninput: {token: {type: string, in: header, wire: Authorization}}",
    "endpoint: POST /notes\ninput: {token: {type: string, in: header, wire: X-Note-Token}}",
)
PLACE_TAKEN = Code(
    "R215",
    "place-taken",
    "Two parameters go to one place of the request, or one of them into a value that the other gives whole. One would "
    "overwrite the other.",
    "endpoint: POST /notes\ninput: {text: {type: string}, body: {type: string, wire: text}}",
    "endpoint: POST /notes\ninput: {text: {type: string}, body: {type: string, wire: body}}",
)

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_BAD_ESCAPE = re.compile(r"~(?![01])")
RESERVED_HEADERS = frozenset(
    {
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


def is_token(name: str) -> bool:
    """Whether a header or cookie may have this name."""
    return bool(_TOKEN.match(name))


def check_wire(parameters: tuple[Parameter, ...], schemes: tuple[AuthScheme, ...], found: Diagnostics) -> None:
    """Report places that are malformed, reserved, taken by a scheme, or taken twice. Ignored parameters have none."""
    sent = tuple(parameter for parameter in parameters if not parameter.ignored)
    sound = tuple(parameter for parameter in sent if _is_sound(parameter, found))
    taken: dict[tuple[str, ...], tuple[str, Span]] = {}
    for scheme in schemes:
        if (credential := place_of(scheme)) is not None:
            taken[credential] = ("the credential", scheme.source)
    for parameter in sound:
        place = _place(parameter)
        for other in _rivals(place, taken):
            name, span = taken[other]
            found.error(
                PLACE_TAKEN,
                parameter.source,
                _conflict(parameter, name, same=other == place),
                hint="give one of them another `wire`",
                notes=(Note(span, f"{name} stands here"),),
            )
        taken.setdefault(place, (f"`{parameter.name}`", parameter.source))


def _conflict(parameter: Parameter, name: str, *, same: bool) -> str:
    where = "the body" if parameter.wire == "" else quoted(parameter.wire)
    if same:
        return f"`{parameter.name}` and {name} both go to {where} in the {parameter.location}"
    return f"`{parameter.name}` and {name} go to places in the {parameter.location} of which one contains the other"


def _is_sound(parameter: Parameter, found: Diagnostics) -> bool:
    problem = _wire_problem(parameter)
    if problem is not None:
        found.error(MALFORMED_WIRE, parameter.source, problem[0], hint=problem[1])
    elif parameter.location == "header" and parameter.wire.lower() in RESERVED_HEADERS:
        found.error(
            RESERVED_HEADER,
            parameter.source,
            f"the header {quoted(parameter.wire)} is not a parameter's to set",
            hint="credentials are declared under `auth` in connector.yaml; the other reserved headers are set for you",
        )
    else:
        return True
    return False


def _wire_problem(parameter: Parameter) -> tuple[str, str] | None:
    wire = parameter.wire
    match parameter.location:
        case "header" | "cookie":
            if not is_token(wire):
                return f"{quoted(wire)} cannot be the name of a {parameter.location}", "use letters, digits and `-`"
        case "body" if wire.startswith("/"):
            if _BAD_ESCAPE.search(wire):
                return f"{quoted(wire)} is no JSON Pointer", "write `~0` for `~` and `~1` for `/` within a name"
            if "" in wire.split("/")[1:]:
                return f"{quoted(wire)} has an empty step", "remove the superfluous slash"
        case "path" | "body":
            pass
        case _:
            if not wire:
                return f"`{parameter.name}` has an empty name on the wire", "write the name that the API knows"
    return None


def _place(parameter: Parameter) -> tuple[str, ...]:
    location, wire = parameter.location, parameter.wire
    if location == "header":
        return location, wire.lower()
    if location == "body" and wire == "":
        return (location,)
    if location == "body" and wire.startswith("/"):
        return location, *(step.replace("~1", "/").replace("~0", "~") for step in wire.split("/")[1:])
    # A file is a part of the form.
    return "form" if location == "file" else location, wire


def _rivals(place: tuple[str, ...], taken: dict[tuple[str, ...], tuple[str, Span]]) -> Iterator[tuple[str, ...]]:
    for other in taken:
        shared = min(len(place), len(other))
        if place[:shared] == other[:shared]:
            yield other
