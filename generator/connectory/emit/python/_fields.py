"""Python names for the members of a model."""

import keyword

from connectory.model import Property
from connectory.naming import snake_case

# A field of one of these names would hide a type in the class body, or a method of pydantic's base class.
_TAKEN = frozenset(
    {"bool", "dict", "float", "int", "list", "str", "self"}
    | {"construct", "copy", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json"}
    | {"update_forward_refs", "validate"}
)


def field_names(members: tuple[Property, ...]) -> dict[str, str]:
    """The Python name of each member, by wire name: snake_case, unique, and never a word that Python needs."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for member in members:
        name = _possible(snake_case(member.name))
        while name in taken:
            name += "_"
        taken.add(name)
        names[member.name] = name
    return names


def _possible(name: str) -> str:
    if not name or not name[0].isalpha() or not name.isascii():
        name = f"field_{name}" if name.isascii() and name else "field"
    if keyword.iskeyword(name) or name in _TAKEN or name.startswith("model_"):
        name += "_"
    return name
