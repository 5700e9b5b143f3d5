"""How the checks speak: of types, of places, of what to write instead."""

import json
import re
from collections.abc import Iterable
from types import NoneType

from connectory.load.nodes import MappingNode, Node, ScalarNode
from connectory.naming import closest

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_MEANT = {
    "args": "input",
    "arguments": "input",
    "choices": "enum",
    "desc": "description",
    "example": "examples",
    "fields": "properties",
    "help": "description",
    "id": "aliases",
    "label": "title",
    "location": "in",
    "max": "maximum",
    "method": "endpoint",
    "min": "minimum",
    "name": "title",
    "parameters": "input",
    "params": "input",
    "path": "endpoint",
    "regex": "pattern",
    "response": "output",
    "returns": "output",
    "schema": "$ref",
    "url": "endpoint",
    "values": "enum",
}
"""What other languages call things, and the key that we have for it."""

_OTHERWISE = {"nullable": 'add `"null"` to `type`, as in `type: [string, "null"]`'}
"""Keys of other languages for what is said in another way here."""

_LISTED = 12
_SHOWN = 40
_UNQUOTED = {
    "boolean": re.compile(r"(?:true|false)\Z"),
    "integer": re.compile(r"-?[0-9]+\Z"),
    "number": re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z"),
}


def type_of(node: Node) -> str:
    """The JSON type of a node."""
    if isinstance(node, ScalarNode):
        return _SCALARS[type(node.value)]
    return "object" if isinstance(node, MappingNode) else "array"


def in_words(types: Iterable[str]) -> str:
    """`text or a list`."""
    wanted = set(types)
    if "number" in wanted:
        wanted.discard("integer")
    return enumerate_words([words for name, words in _TYPES.items() if name in wanted])


def enumerate_words(words: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def quoted(names: Iterable[str | None]) -> str:
    """As `enumerate_words`, each in backticks."""
    return enumerate_words([f"`{name}`" for name in names if name is not None])


def nearest(key: str, known: Iterable[str]) -> str | None:
    """The key that was most likely meant: by its spelling, or because other languages call it so."""
    names = list(known)
    meant = _MEANT.get(key.lower())
    return closest(key, names) or (meant if meant in names else None)


def propose(key: str, near: str | None, known: Iterable[str]) -> str:
    """What to write instead of an unknown key."""
    if key in _OTHERWISE:
        return _OTHERWISE[key]
    names = list(known)
    if near is not None:
        return f"did you mean `{near}`?"
    return f"possible here: {quoted(names)}" if 0 < len(names) <= _LISTED else "remove it"


def shown(value: str | float | None) -> str:
    """A value in a sentence: the beginning of its first line."""
    if value is None:
        return "empty"
    line, feed, _ = str(value).partition("\n")
    return f"`{line[:_SHOWN]}…`" if feed or len(line) > _SHOWN else f"`{line}`"


def as_text(node: Node) -> str:
    """What a value would be in quotes; empty for what cannot stand in quotes."""
    if not isinstance(node, ScalarNode) or node.value is None:
        return ""
    return node.value if isinstance(node.value, str) else json.dumps(node.value)


def way_to(types: Iterable[str], node: Node, example: str | None) -> str:
    """How to get from a value to one of another type; `example` is a key with a value that is right."""
    wanted = set(types)
    as_in = f", such as `{example}`" if example is not None and wanted & {"array", "object"} else ""
    if not isinstance(node, ScalarNode):
        return f"write {in_words(wanted)}{as_in}"
    if node.value is None:
        return "write a value, or remove the key"
    if not isinstance(node.value, str) and "string" in wanted:
        return f'put it in quotes: "{as_text(node)}"'
    if isinstance(node.value, str) and any(_UNQUOTED[name].match(node.value) for name in wanted & _UNQUOTED.keys()):
        return "write it without quotes"
    if "array" in wanted:
        return f"write a list, also for one item: `[…]`{as_in}"
    return f"write {in_words(wanted)}{as_in}"
