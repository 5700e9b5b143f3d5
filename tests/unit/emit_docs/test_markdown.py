"""No text becomes markup; descriptions become only the markup that they may have."""

import string

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from connectory.emit.docs import _prose
from connectory.emit.docs._escape import md_block, md_cell_code, md_code, md_target, md_text
from connectory.emit.docs._prose import html_prose, md_prose, md_prose_line

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LINES = st.text(st.sampled_from(string.punctuation + string.digits[:3] + "abé \\`|"), max_size=30).filter(str.strip)
PROSE = st.text(st.sampled_from(string.punctuation + "01ab é\n\n  "), max_size=60).filter(str.strip)
ALLOWED = {"p", "ul", "ol", "li", "pre", "code", "em", "strong", "a", "br"}
MARKS = [
    "# a",
    "- a",
    "+ a",
    "1. a",
    "2) a",
    "> a",
    "---",
    "===",
    "<b>",
    "&lt;",
    "[x]: y",
    "a\\",
    "__b__",
    "~~~",
    "!",
    "| a |",
]


def inline(text: str) -> list[tuple[str, str]]:
    """The pieces of the only paragraph of a text."""
    tokens = READER.parse(text)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], text
    return [(child.type, child.content) for child in tokens[1].children or ()]


def cells(text: str) -> list[list[tuple[str, str]]]:
    """The pieces of each cell of a table with one row."""
    tokens = READER.parse(f"| a | b |\n| - | - |\n| {text} | end |\n")
    found = [
        [(child.type, child.content) for child in token.children or ()] for token in tokens if token.type == "inline"
    ]
    assert len(found) == 4, text
    assert found[3] == [("text", "end")]
    return found


def joined(pieces: list[tuple[str, str]]) -> str:
    assert {kind for kind, _ in pieces} <= {"text"}, pieces
    return "".join(content for _, content in pieces)


@pytest.mark.parametrize("text", MARKS)
def test_marks_stay_text(text: str) -> None:
    assert joined(inline(md_text(text))) == text
    assert joined(cells(md_text(text))[2]) == text


@given(LINES)
def test_text_stays_text(text: str) -> None:
    folded = " ".join(text.split())
    assert joined(inline(md_text(text))) == folded
    assert joined(cells(md_text(text))[2]) == folded
    after_bold = inline(f"**a** {md_text(text)}")
    assert joined(after_bold[after_bold.index(("strong_close", "")) + 1 :]).strip() == folded


@given(LINES)
def test_code_stays_code(text: str) -> None:
    assert inline(f"x {md_code(text)}")[1:] == [("code_inline", text)]
    assert cells(md_cell_code(text))[2] == [("code_inline", text)]


@given(PROSE)
def test_blocks_end_where_they_should(text: str) -> None:
    fence, after, *_ = READER.parse(f"{md_block(text, 'json')}\n\nafter")
    assert (fence.type, fence.info, fence.content.rstrip("\n")) == ("fence", "json", text.rstrip("\n"))
    assert after.type == "paragraph_open"


def test_targets_cannot_leave_the_link() -> None:
    url = "https://a.example/x(y)<z>|é `q` \\"
    ((_, token, _),) = (READER.parse(f"[t]({md_target(url)})"),)
    link = (token.children or [])[0]
    assert link.type == "link_open"
    assert link.attrs["href"] == "https://a.example/x%28y%29%3Cz%3E%7C%C3%A9%20%60q%60%20%5C"


@given(PROSE)
def test_prose_has_only_allowed_elements(text: str) -> None:
    tree = html5lib.HTMLParser(strict=True).parseFragment(html_prose(text))
    for element in tree.iter():
        name = str(element.tag).rpartition("}")[2]
        assert name in ALLOWED | {"DOCUMENT_FRAGMENT"}, text
        for attribute, value in element.attrib.items():
            assert attribute in {"a": ("href", "rel", "title"), "code": ("class",), "ol": ("start",)}.get(name, ()), (
                text
            )
            assert attribute != "href" or value.startswith(("https://", "http://")), text


@given(PROSE)
@example("\\\n>")
@example(":*:_0_*")
def test_prose_in_markdown_means_what_it_means_in_html(text: str) -> None:
    rewritten = md_prose(text)
    kinds = {token.type for token in READER.parse(rewritten)}
    assert kinds <= {
        *("paragraph_open", "paragraph_close", "inline", "fence", "list_item_open", "list_item_close"),
        *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"),
    }, text
    assert words_of(READER.render(rewritten)) == words_of(html_prose(text))


@given(PROSE)
def test_prose_fits_a_cell(text: str) -> None:
    kinds = {kind for kind, _ in cells(md_prose_line(text))[2]}
    assert kinds <= {
        "text",
        "code_inline",
        "em_open",
        "em_close",
        "strong_open",
        "strong_close",
        "link_open",
        "link_close",
    }


def words_of(html: str) -> str:
    return "".join("".join(html5lib.parseFragment(html).itertext()).split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a `b` *c* **d**", "<p>a <code>b</code> <em>c</em> <strong>d</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[a](https://b.example)", '<p><a href="https://b.example" rel="noopener">a</a></p>'),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a](//b.example)", "<p>[a](//b.example)</p>"),
        ("# a", "<p># a</p>"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
    ],
)
def test_prose_as_html(text: str, html: str) -> None:
    assert html_prose(text).strip() == html


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a `b|c` *d* **e**", "a `b|c` *d* **e**"),
        ("a\nb\n\nc", "a b\n\nc"),
        ("- a\n- b\n  - c", "- a\n- b\n\n  - c"),
        ("![a](https://b.example)", "\\![a](https://b.example)"),
        ("# a", "\\# a"),
        ("```py\nx\n```", "```py\nx\n```"),
        ("snake_case and a * b", "snake_case and a \\* b"),
    ],
)
def test_prose_as_markdown(text: str, markdown: str) -> None:
    assert md_prose(text) == markdown


@given(st.from_regex(_prose._PLAIN, fullmatch=True) | PROSE)
def test_plain_prose_is_what_the_parser_makes_of_it(text: str) -> None:
    assert html_prose(text) == _prose._PARSER.render(text)


def test_long_prose_that_is_almost_plain_is_told_at_once() -> None:
    # One after the other, so that a search that grows faster than the text would never end.
    for end in ("_", " ", "\n"):
        text = "a " * 30_000 + "a" * 30_000 + end
        assert html_prose(text) == _prose._PARSER.render(text)
