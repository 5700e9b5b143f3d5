"""Whether every parameter has a place in the request that can carry it: path, method and type."""

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.model import Endpoint, Parameter, follow, is_binary
from connectory.naming import closest

from ._names import listing
from ._types import Entities, in_words, is_unknown, types_of

UNDECLARED_PATH_PARAMETER = Code(
    "R207",
    "undeclared-path-parameter",
    "Every name in braces of an endpoint is the wire name of a parameter. Without one, there is nothing to put there.",
    "endpoint: GET /contacts/{id}\ninput: {contact: {type: integer, required: true}}",
    "endpoint: GET /contacts/{id}\ninput: {contact: {type: integer, required: true, wire: id}}",
)
OPTIONAL_PATH_PARAMETER = Code(
    "R208",
    "optional-path-parameter",
    "A part of the path cannot be left out: that would be another path. A parameter in it is `required: true`.",
    "endpoint: GET /contacts/{id}\ninput: {id: {type: integer}}",
    "endpoint: GET /contacts/{id}\ninput: {id: {type: integer, required: true}}",
)
MAPS_TO_NOTHING = Code(
    "R209",
    "maps-to-nothing",
    "A parameter that nothing uses would be asked for and then forgotten. Callers of an older catalogue are served by "
    "`ignored: true`, which says so.",
    "endpoint: GET /contacts\ninput: {id: {type: integer, required: true, in: path}}",
    "endpoint: GET /contacts/{id}\ninput: {id: {type: integer, required: true, in: path}}",
)
BODY_ON_GET = Code(
    "R210",
    "body-on-get",
    "A GET request has no body: servers and proxies drop it.",
    "endpoint: GET /contacts\ninput: {email: {type: string, in: body}}",
    "endpoint: GET /contacts\ninput: {email: {type: string, in: query}}",
)
TWO_BODIES = Code(
    "R211",
    "two-bodies",
    "A request has one body: JSON (`in: body`) or a form (`in: form`, with files `in: file`).",
    "endpoint: POST /notes\ninput: {a: {type: string, in: body}, b: {type: string, in: form}}",
    "endpoint: POST /notes\ninput: {a: {type: string, in: form}, b: {type: string, in: form}}",
)
CANNOT_BE_SENT = Code(
    "R212",
    "cannot-be-sent",
    "A path, a header and a cookie carry one text, number or boolean. A query and a form carry lists of them too, as "
    "repeated names or, with `separator`, as one text. A file is `type: string`, or a list of that. Nothing there can "
    "be null or an object, and the type must be known to be written down.",
    "endpoint: GET /contacts\ninput: {filter: {type: object}}",
    "endpoint: GET /contacts\ninput: {filter: {type: string, format: json}}",
)

SEPARATOR_WITHOUT_LIST = Code(
    "R224",
    "separator-without-list",
    "A `separator` stands between the items of a list that is sent as one text. Single values have nothing to "
    "separate, and a JSON body and a file carry lists as they are.",
    "endpoint: GET /contacts\ninput: {ids: {type: integer, separator: ','}}",
    "endpoint: GET /contacts\ninput: {ids: {type: array, items: {type: integer}, separator: ','}}",
)

_PLAIN = frozenset({"string", "integer", "number", "boolean"})


def check_sending(
    endpoint: Endpoint, at: Span, parameters: tuple[Parameter, ...], entities: Entities, found: Diagnostics
) -> None:
    """Report parameters that the request cannot carry, and parts of the path that nobody fills.

    `at` is where the endpoint stands. Ignored parameters are left out.
    """
    sent = tuple(parameter for parameter in parameters if not parameter.ignored)
    _check_path(endpoint, at, sent, found)
    _check_body(endpoint, sent, found)
    for parameter in sent:
        _check_type(parameter, entities, found)


def _check_path(endpoint: Endpoint, at: Span, sent: tuple[Parameter, ...], found: Diagnostics) -> None:
    in_path = {parameter.wire: parameter for parameter in sent if parameter.location == "path"}
    for name in endpoint.names:
        if name not in in_path:
            found.error(UNDECLARED_PATH_PARAMETER, at, f"no parameter fills `{{{name}}}`", hint=_who_fills(name, sent))
        elif not in_path[name].required:
            found.error(
                OPTIONAL_PATH_PARAMETER,
                in_path[name].source,
                f"`{in_path[name].name}` is part of the path, but optional",
                hint="add `required: true`",
            )
    for wire, parameter in in_path.items():
        if wire not in endpoint.names:
            near = closest(wire, endpoint.names)
            found.error(
                MAPS_TO_NOTHING,
                parameter.source,
                f"`{parameter.name}` goes into the path, but the endpoint has no `{{{wire}}}`",
                hint=f"add `wire: {near}`" if near else f"put `{{{wire}}}` into the endpoint, or change `in`",
            )


def _who_fills(name: str, sent: tuple[Parameter, ...]) -> str:
    elsewhere = next((item for item in sent if item.wire == name), None)
    if elsewhere is not None:
        return f"`{elsewhere.name}` is declared with `in: {elsewhere.location}`; remove that"
    ending = (item.name for item in sent if item.name.lower().endswith(name.lower()))
    if near := closest(name, (item.name for item in sent)) or next(ending, None):
        return f"add `wire: {name}` to `{near}`, or change the endpoint"
    return f"declare `{name}` under `input`, with `required: true`"


def _check_body(endpoint: Endpoint, sent: tuple[Parameter, ...], found: Diagnostics) -> None:
    body = [item for item in sent if item.location == "body"]
    form = [item for item in sent if item.location in ("form", "file")]
    if endpoint.method == "GET":
        for item in (*body, *form):
            message = f"`{item.name}` goes into the body, which a GET request does not have"
            found.error(BODY_ON_GET, item.source, message, hint="use `in: query`, or another method")
    elif body and form:
        message = f"`{form[0].name}` goes into a form, `{body[0].name}` into a JSON body"
        hint = f"write `in: form` at {listing(item.name for item in body)}"
        found.error(TWO_BODIES, form[0].source, message, hint=hint)


def _check_type(parameter: Parameter, entities: Entities, found: Diagnostics) -> None:
    in_body = parameter.location in ("body", "file")
    if is_unknown(parameter.schema, entities):
        return
    types = types_of(parameter.schema, entities)
    if parameter.location == "file" and not is_binary(parameter.schema):
        message = f"`{parameter.name}` is {in_words(types)}, and a file is bytes"
        found.error(CANNOT_BE_SENT, parameter.source, message, hint="write `type: string`, or a list of that")
    if parameter.separator is not None and (in_body or types != ("array",)):
        problem = f"goes into a {parameter.location}" if in_body else "is no list"
        message = f"`{parameter.name}` {problem}, so nothing is separated"
        found.error(SEPARATOR_WITHOUT_LIST, parameter.source, message, hint="remove `separator`")
    if in_body:
        return
    several = parameter.location in ("query", "form") or parameter.separator is not None
    if several and types == ("array",):
        item = follow(parameter.schema, entities).items
        if item is not None and is_unknown(item, entities):
            return
        types = types_of(item, entities) if item is not None else ()
    if types and _PLAIN.issuperset(types):
        return
    place = f"a {parameter.location}" if parameter.location != "path" else "the path"
    carried = "text, numbers, booleans and lists of them" if several else "text, a number or a boolean"
    if types:
        message = f"`{parameter.name}` may be {in_words(types)}, which {place} cannot carry"
        hint = f"{place} carries {carried}"
    else:
        message = f"`{parameter.name}` has no type, so it is open how {place} carries it"
        hint = "add `type`, such as `type: string`"
    found.error(CANNOT_BE_SENT, parameter.source, message, hint=hint)
