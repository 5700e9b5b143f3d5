"""Every phrase of the pages is there in every language, with the same places for values."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from connectory.emit.docs._language import Language, phrases_of
from connectory.emit.docs._said import both, counted, say
from connectory.model import LANGUAGES

ROOT = Path(__file__).parents[3]
OTHERS = list(LANGUAGES)[1:]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "counted": (1, 2)}
METHODS = [("generator/connectory/emit/docs/**.py", "python"), ("templates/docs/**.j2", "jinja2")]


@cache
def written() -> frozenset[tuple[str, ...]]:
    """The phrases of the code and the templates; two where there is a plural."""
    found = extract_from_dir(ROOT, METHODS, {"templates/docs/**.j2": {"trimmed": "true"}}, keywords=KEYWORDS)
    texts = (message for _, _, message, _, _ in found)
    return frozenset((text,) if isinstance(text, str) else tuple(text) for text in texts)


def catalogue(code: str) -> Catalog:
    return read_po(BytesIO((files("connectory") / "locale" / f"{code}.po").read_bytes()), locale=code)


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_missing_and_nothing_is_left_over(code: str) -> None:
    known = {(item.id,) if isinstance(item.id, str) else tuple(item.id) for item in catalogue(code) if item.id}
    assert known == written()


@pytest.mark.parametrize("code", OTHERS)
def test_every_phrase_is_said(code: str) -> None:
    for message in catalogue(code):
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        assert all(texts), message.id
        assert not message.fuzzy
        for text in texts:
            assert places(text) <= places(*ids), message.id
            assert places(ids[-1]) <= places(text) | {"{count}", "%(count)s"}, message.id
            assert re.findall(r"<[^>]*>", text) == re.findall(r"<[^>]*>", ids[0])


def places(*texts: str) -> set[str]:
    return {place for text in texts for place in re.findall(r"\{\w*\}|%\(\w+\)s", text)}


def test_phrases_within_phrases_and_plurals() -> None:
    uk = Language("uk", phrases_of("uk"))
    forms = {uk.render(counted("{count} action", "{count} actions", count)) for count in (1, 2, 5)}
    assert len(forms) == 3
    said = uk.render(both([say("Yes"), say("No")]))
    assert isinstance(said, str)
    assert "Yes" not in said
    en = Language("en", phrases_of("en"))
    assert en.render(both([say("Yes"), say("No")])) == "Yes and No"
    assert en.render(say("{name} is empty", name="{values}")) == "{values} is empty"
