"""Names: how words become identifiers, and which identifiers may not be used. Pure functions."""

import builtins
import difflib
import keyword
import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+")

IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
"""What a parameter may be called: it becomes a Python name, a JSON key and a tool argument."""

FILE_STEM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
"""What an action, resource or connector may be called: it becomes a file, a module and a method."""

TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,63}\Z")
"""What an entity schema may be called: it becomes a class."""

_ACRONYMS = frozenset({"api", "id", "sms", "url"})
"""Words of names that are written in capitals."""

_OWN_PARAMETERS = frozenset({"self", "options"})
"""What generated methods call their own parameters."""

_TAKEN_MEMBERS = frozenset(
    {"bool", "dict", "float", "int", "list", "str", "self"}
    | {"construct", "copy", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json"}
    | {"update_forward_refs", "validate"}
)
"""What would hide a type in the body of a model's class, or a method of pydantic's base class."""


def words(text: str) -> list[str]:
    """The words of a name in any case: `customFieldsIDs` and `custom_fields_ids` have the same."""
    return _WORD.findall(text.replace("IDs", "Ids"))


def snake_case(name: str) -> str:
    """`siteId` → `site_id`, `customFieldsIDs` → `custom_fields_ids`."""
    return "_".join(word.lower() for word in words(name))


def pascal_case(name: str) -> str:
    """`add_domain` → `AddDomain`."""
    return "".join(word[:1].upper() + word[1:].lower() for word in words(name))


def sentence_case(name: str) -> str:
    """`sms_messages` → `SMS messages`, `api_keys` → `API keys`."""
    first, *others = (word.upper() if word in _ACRONYMS else word for word in words(name) or [name])
    return " ".join((first[:1].upper() + first[1:], *others))


def parameter_name(name: str) -> str:
    """What a parameter is called in Python: `siteId` → `site_id`, and `from`, which is a word of Python, → `from_`."""
    python = snake_case(name)
    return f"{python}_" if keyword.iskeyword(python) or python in _OWN_PARAMETERS else python


def member_names(names: Iterable[str]) -> dict[str, str]:
    """What the members of a model are called in Python: in snake_case, unique, and never a word that Python needs."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        python = _possible_member(snake_case(name))
        while python in taken:
            python += "_"
        taken.add(python)
        found[name] = python
    return found


def _possible_member(name: str) -> str:
    if not name or not name[0].isalpha() or not name.isascii():
        name = f"field_{name}" if name.isascii() and name else "field"
    if keyword.iskeyword(name) or name in _TAKEN_MEMBERS or name.startswith("model_"):
        name += "_"
    return name


def upper_snake_case(name: str) -> str:
    """`add_domain` → `ADD_DOMAIN`."""
    return snake_case(name).upper()


def fold_identifier(identifier: str) -> str:
    """The form in which identifiers of actions are compared: case, `-`, `_` and space make no difference."""
    return re.sub(r"[-_ ]+", "_", identifier).casefold()


def is_builtin(name: str) -> bool:
    """Whether Python has something of this name built in, such as `list`."""
    return hasattr(builtins, name)


def propose_stem(text: str) -> str:
    """A valid file stem near `text`; `unnamed` when nothing of it can be kept."""
    stem = snake_case(re.sub(r"[^A-Za-z0-9]+", "_", text))[:64].strip("_")
    return stem if FILE_STEM.match(stem) else f"x_{stem}" if stem else "unnamed"


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be, or `None` when none is near."""
    folded = {item.lower().replace("_", ""): item for item in known}
    found = difflib.get_close_matches(name.lower().replace("_", ""), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None
