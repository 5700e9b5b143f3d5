"""Descriptions, which are Markdown: paragraphs, lists, code, emphasis and links to the web; no HTML, no images."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from ._escape import KEPT, MarkdownText, escape, md_block, md_cell_code, md_code, md_target, protect_line

CodeSpan: TypeAlias = Callable[[str], MarkdownText]
"""Writes a code span: one for plain paragraphs, another for cells of tables."""

_RULES = ("list", "fence", "backticks", "emphasis", "link", "escape", "newline")
_LANGUAGE = re.compile(r"[a-z0-9]*")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9.,;:()/%'-]*(?: [A-Za-z0-9.,;:()/%'-]+)*")
"""Most descriptions: a line in which nothing can be markup, and which the parser need not read."""


class _Parser(MarkdownIt):
    """Knows the rules above and no others: the rest of Markdown is text."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False})
        self.enable(_RULES)
        self.add_render_rule("link_open", _open_link)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the base class calls it so
        return url.startswith(("https://", "http://"))


def _open_link(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", "noopener")
    return renderer.renderToken(tokens, index, options, env)


_PARSER = _Parser()


@lru_cache(KEPT)
def html_prose(text: str) -> Markup:
    """A description as HTML, to be placed inside an element of class `prose`."""
    if _PLAIN.fullmatch(text):
        return Markup(f"<p>{text}</p>\n")  # noqa: S704 - it has letters, digits and a few signs only
    return Markup(_PARSER.render(text))  # noqa: S704 - the parser escapes all text and lets no HTML through


@lru_cache(KEPT)
def md_prose(text: str) -> MarkdownText:
    """A description as blocks of Markdown that hold nothing but what was recognised as markup."""
    if _PLAIN.fullmatch(text):
        return MarkdownText(text)
    root = SyntaxTreeNode(_PARSER.parse(text))
    return MarkdownText("\n\n".join(_blocks(root)))


@lru_cache(KEPT)
def md_prose_line(text: str) -> MarkdownText:
    """A description on one line, for cells of tables."""
    if _PLAIN.fullmatch(text):
        return MarkdownText(text)
    root = SyntaxTreeNode(_PARSER.parse(text))
    return MarkdownText(" ".join(_cell_lines(root)))


def _blocks(parent: SyntaxTreeNode) -> Iterator[str]:
    for node in parent.children:
        match node.type:
            case "bullet_list":
                yield "\n".join(_item(item, "- ") for item in node.children)
            case "ordered_list":
                yield "\n".join(_item(item, f"{number}. ") for number, item in enumerate(node.children, 1))
            case "fence":
                yield md_block(node.content, _language(node.info))
            case _:
                yield protect_line(_inline(node, md_code).strip())


def _item(item: SyntaxTreeNode, marker: str) -> str:
    lines = "\n\n".join(_blocks(item)).split("\n")
    return marker + "\n".join([lines[0], *(" " * len(marker) + line if line else "" for line in lines[1:])])


def _cell_lines(parent: SyntaxTreeNode) -> Iterator[str]:
    for node in parent.children:
        if node.type == "fence":
            yield md_cell_code(node.content.strip())
        elif node.type == "paragraph":
            yield _inline(node, md_cell_code)
        else:
            yield from _cell_lines(node)


def _inline(parent: SyntaxTreeNode, code: CodeSpan) -> str:
    return "".join(_span(node, code) for node in parent.children)


def _span(node: SyntaxTreeNode, code: CodeSpan) -> str:
    match node.type:
        case "text":
            text = escape(node.content)
            return f"{text[:-1]}\\!" if text.endswith("!") and _before_link(node) else text
        case "code_inline":
            return code(node.content)
        case "em" if not _is_emphasised(node):
            return f"*{_inline(node, code)}*"
        case "strong" if not _is_emphasised(node):
            return f"**{_inline(node, code)}**"
        case "link":
            return f"[{_inline(node, code)}]({md_target(str(node.attrs['href']))})"
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return _inline(node, code)


def _is_emphasised(node: SyntaxTreeNode) -> bool:
    """Whether it stands within emphasis. Asterisks of both, side by side, could belong together in other ways."""
    parent = node.parent
    return parent is not None and (parent.type in ("em", "strong") or _is_emphasised(parent))


def _before_link(node: SyntaxTreeNode) -> bool:
    """Whether an exclamation mark at the node's end would turn the next node into an image."""
    return node.next_sibling is not None and node.next_sibling.type == "link"


def _language(info: str) -> str:
    found = _LANGUAGE.match(info.strip().lower())
    return found.group() if found else ""
