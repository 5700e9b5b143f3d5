"""Texts of specs in Python source: whatever they hold, they come out as one constant with that value."""

import ast
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectory.emit.python._literals import docstring, literal
from connectory.model import freeze

HOSTILE = (
    "",
    " ",
    '"',
    "'",
    '"""',
    "'''",
    '""""""" + exit() + """',
    "ends with \\",
    'ends with "',
    'ends with \\"',
    "\\N{DASH} \\x41 \\u0041 \\101 \\\n",
    "{x} {{x}} %s %(x)s ${x}",
    "{{ 7 * 7 }} {% set x = 1 %} {# x #}",
    "# type: ignore",
    "tab\tand \x00\x07\x1b\x7f",
    "\r \r\n \x0b \x0c \x1c \x85 \u2028 \u2029",
    "\u202e\u2066\u200b\ufeff",
    "\ud800 half of a pair",
    "Ünïcödé 漢字 🙂",
    "x" * 500,
    "word " * 100,
    "漢字 " * 100,
    "  indented\n    more\n\nless  \n",
)
ANY_TEXT = st.text(st.characters(), max_size=300)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


def in_a_method(text: str) -> str:
    return f"class C:\n    def f(self):\n        {docstring(text, 8)}\n        return 1\n"


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_literal_has_the_value_of_its_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(JSON)
def test_a_literal_has_the_value_of_any_json(value: Any) -> None:
    shown = literal(freeze(value))
    assert repr(ast.literal_eval(shown)) == repr(value)
    assert all(character.isprintable() or character == "\n" for character in shown)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_json_cannot_hold_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        literal(value)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_docstring_is_one_constant(text: str) -> None:
    harmless = ast.dump(ast.parse(in_a_method("harmless")))
    hostile = ast.parse(in_a_method(text))
    constants = [node for node in ast.walk(hostile) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert len(constants) == 1
    assert squeezed(str(constants[0].value)) == squeezed(text)
    constants[0].value = "harmless"
    assert ast.dump(hostile) == harmless


@given(ANY_TEXT)
@example('"\\')
def test_a_docstring_loses_nothing_but_white_space(text: str) -> None:
    source = in_a_method(text)
    method = ast.parse(source).body[0].body[0]  # type: ignore[attr-defined]
    assert squeezed(ast.get_docstring(method, clean=False) or "") == squeezed(text)
    assert all(character.isprintable() or character == "\n" for character in source)
