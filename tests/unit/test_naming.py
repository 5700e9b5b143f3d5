"""Names: conversions keep their meaning, and nothing invalid is ever proposed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectory.naming import (
    FILE_STEM,
    closest,
    parameter_name,
    pascal_case,
    propose_stem,
    snake_case,
    upper_snake_case,
)


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("siteId", "site_id"),
        ("customFieldsIDs", "custom_fields_ids"),
        ("eventKeyForNewContacts", "event_key_for_new_contacts"),
        ("scheduled_datetime_gte", "scheduled_datetime_gte"),
        ("externalCustomerId", "external_customer_id"),
        ("HTTPServer", "http_server"),
        ("v2", "v2"),
        ("utf8Text", "utf8_text"),
        ("X", "x"),
    ],
)
def test_snake_case(name: str, snake: str) -> None:
    assert snake_case(name) == snake
    assert snake_case(snake) == snake


@pytest.mark.parametrize(
    ("name", "python"),
    [("siteId", "site_id"), ("from", "from_"), ("Import", "import_"), ("options", "options_"), ("type", "type")],
)
def test_parameters_are_never_words_that_python_or_methods_need(name: str, python: str) -> None:
    assert parameter_name(name) == python


def test_class_and_constant_names() -> None:
    assert pascal_case("get_contact_import_status") == "GetContactImportStatus"
    assert upper_snake_case("addDomain") == "ADD_DOMAIN"


@given(st.text(max_size=80))
def test_proposals_are_always_valid(text: str) -> None:
    proposal = propose_stem(text)
    assert FILE_STEM.match(proposal) or proposal == "unnamed"


@given(st.from_regex(r"[a-z]+(_[a-z]+)*", fullmatch=True))
def test_valid_stems_of_letters_are_kept(stem: str) -> None:
    assert snake_case(stem) == stem


def test_closest_ignores_case_and_underscores() -> None:
    assert closest("UseWhen", ("use_when", "title")) == "use_when"
    assert closest("tilte", ("use_when", "title")) == "title"
    assert closest("qqq", ("use_when", "title")) is None
