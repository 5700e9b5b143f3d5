"""One YAML document from parser events to nodes, with everything refused that tools do not agree about."""

from collections.abc import Iterator
from typing import NoReturn

import yaml

from connectory.diagnostics import Code, Diagnostics, Note, Span

from ._characters import check_value
from ._scalars import AMBIGUOUS_SCALAR, AmbiguousError, plain_value
from .nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

SEVERAL_DOCUMENTS = Code(
    "Y005",
    "several-documents",
    "A file holds one document. What follows a `---` line would never be read.",
    "notes: [One note.]\n---\ntags: [contacts]",
    "notes: [One note.]\ntags: [contacts]",
)
EMPTY_FILE = Code("Y006", "empty-file", "The file says nothing: it is empty, or holds comments only.")
DUPLICATE_KEY = Code(
    "Y007",
    "duplicate-key",
    "A key stands twice in a mapping. Most YAML tools keep the second silently.",
    "tags: [contacts]\ntags: [import]",
    "tags: [contacts, import]",
)
TAG = Code(
    "Y009",
    "explicit-tag",
    "A tag such as `!!str` or `!include` asks the reader of the file to do something. A spec is data.",
    "tags: [!!str 1]",
    'tags: ["1"]',
)
MERGE_KEY = Code(
    "Y010",
    "merge-key",
    "`<<` copies keys from elsewhere, and YAML tools disagree about which of them win. Write the keys, or name a "
    "schema and use `$ref`.",
    "input:\n  a: &text {type: string}\n  b: {<<: *text, in: query}",
    "input:\n  a: {type: string}\n  b: {type: string, in: query}",
)
KEY_NOT_TEXT = Code(
    "Y011",
    "key-not-text",
    "A key is a text. A list, a mapping, an alias or nothing cannot be a key.",
    "input: {[a, b]: {type: string}}",
    "input: {a: {type: string}, b: {type: string}}",
)
UNKNOWN_ALIAS = Code(
    "Y012",
    "unknown-alias",
    "`*name` repeats what was marked `&name` further up. A text that begins with `*` needs quotes.",
    "notes: [*important]",
    'notes: ["*important"]',
)
ALIAS_TO_ITSELF = Code(
    "Y013",
    "alias-to-itself",
    "`*name` stands inside of what `&name` marks, so it would never end.",
    "notes: &notes [*notes]",
    "notes: [One note.]",
)
TOO_MANY_NODES = Code(
    "Y014", "too-many-nodes", "A file may hold 100,000 values, counted after every alias has been replaced."
)
TOO_DEEP = Code("Y015", "too-deep", "Lists and mappings may be nested 64 levels deep.")
TEXT_TOO_LONG = Code("Y016", "text-too-long", "A single text may take 64 KiB.")

_MOST_NODES = 100_000
_DEEPEST = 64
_LONGEST_TEXT = 64 * 1024


class GivenUpError(Exception):
    """The file is not worth reading further; why has been reported."""


def read_document(events: Iterator[yaml.Event], file: str, found: Diagnostics) -> Node | None:
    """The only document of a file; `None` for an empty one. Problems are added to `found`.

    Raises:
        yaml.YAMLError: when it is not YAML.
        GivenUpError: when nothing sensible can be said about the rest.
    """
    return _Reader(events, file, found).read()


class _Reader:
    """Reads one file, by recursive descent over its events."""

    def __init__(self, events: Iterator[yaml.Event], file: str, found: Diagnostics) -> None:
        self._events = events
        self._file = file
        self._found = found
        self._nodes = 0
        self._last = Span.whole_file(file)
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._unfinished: set[str] = set()

    def read(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if root is not None:
                self._give_up(SEVERAL_DOCUMENTS, event, "a second document begins here", "make it a file of its own")
            root = self._node(next(self._events), 0)
        if root is None or (isinstance(root, ScalarNode) and root.value is None):
            hint = "write the file, or delete it"
            self._found.error(EMPTY_FILE, Span.whole_file(self._file), "the file is empty", hint=hint)
            return None
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._count(event, 1)
        # Most values are scalars.
        if isinstance(event, yaml.ScalarEvent):
            span = self._scalar_span(event)
            node = ScalarNode(self._value(event, span, is_key=False), span)
            if event.anchor is not None:
                self._anchors[event.anchor] = (node, 1)
            return node
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            return self._collection(event, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        raise TypeError(f"{event!r} is not the beginning of a value")

    def _collection(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, depth: int) -> Node:
        if depth == _DEEPEST:
            message = f"lists and mappings are nested deeper than {_DEEPEST} levels"
            self._give_up(TOO_DEEP, event, message, "give an inner part a name, and refer to it")
        self._refuse_tag(event, event.tag)
        before = self._nodes
        if event.anchor is not None:
            self._unfinished.add(event.anchor)
        read = self._mapping if isinstance(event, yaml.MappingStartEvent) else self._sequence
        node = read(event, depth)
        if event.anchor is not None:
            self._unfinished.discard(event.anchor)
            self._anchors[event.anchor] = (node, self._nodes - before)
        return node

    def _sequence(self, start: yaml.CollectionStartEvent, depth: int) -> SequenceNode:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return SequenceNode(tuple(items), self._collected(start, event))

    def _mapping(self, start: yaml.CollectionStartEvent, depth: int) -> MappingNode:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key, span = self._key(event)
            value = self._node(next(self._events), depth + 1)
            if key not in entries:
                entries[key] = Entry(key, span, value)
                continue
            notes = (Note(entries[key].key_span, "here first"),)
            message = f"the key `{key}` stands here a second time"
            self._found.error(DUPLICATE_KEY, span, message, hint="merge the two, or rename one", notes=notes)
        return MappingNode(entries, self._collected(start, event))

    def _key(self, event: yaml.Event) -> tuple[str, Span]:
        if not isinstance(event, yaml.ScalarEvent) or (event.value == "" and not event.style):
            self._give_up(KEY_NOT_TEXT, event, "this cannot be a key", "write a text as the key")
        if event.value == "<<" and not event.style:
            span = self._span(event)
            hint = 'write out the keys that are meant, or "<<" for the text'
            self._found.error(MERGE_KEY, span, "`<<` does not merge mappings here", hint=hint)
            return event.value, span
        span = self._scalar_span(event)
        # A key such as `1` or `true` is the text that stands there: JSON could write it no other way.
        self._value(event, span, is_key=True)
        return event.value, span

    def _scalar_span(self, event: yaml.ScalarEvent) -> Span:
        self._last = span = self._span(event)
        return span

    def _value(self, event: yaml.ScalarEvent, span: Span, *, is_key: bool) -> bool | int | float | str | None:
        self._refuse_tag(event, event.tag)
        text = event.value
        if len(text) * 4 > _LONGEST_TEXT and (size := len(text.encode(errors="replace"))) > _LONGEST_TEXT:
            message = f"this text takes {size:,} bytes; {_LONGEST_TEXT:,} are allowed"
            self._found.error(TEXT_TOO_LONG, span, message, hint="shorten it, or link to where it stands")
        if event.style == '"':
            check_value(text, span, self._found)
        if event.style:
            return text
        try:
            return plain_value(text)
        except AmbiguousError as problem:
            hint = f'write "{text}"' if is_key else problem.hint
            self._found.error(AMBIGUOUS_SCALAR, span, str(problem), hint=hint)
            return text

    def _alias(self, event: yaml.AliasEvent) -> Node:
        self._last = span = self._span(event)
        name = event.anchor or ""
        if name in self._unfinished:
            message = f"`*{name}` stands inside of what it repeats"
            self._give_up(ALIAS_TO_ITSELF, event, message, "write out what is meant")
        if name in self._anchors:
            node, size = self._anchors[name]
            self._count(event, size)
            return node
        hint = f'write "*{name}" if text is meant, or mark what it repeats with `&{name}`'
        self._found.error(UNKNOWN_ALIAS, span, f"nothing above is marked `&{name}`", hint=hint)
        return ScalarNode(f"*{name}", span)

    def _refuse_tag(self, event: yaml.Event, tag: str | None) -> None:
        if tag is not None:
            written = tag.replace("tag:yaml.org,2002:", "!!")
            hint = "remove it; quotes make a text of anything"
            self._found.error(TAG, self._span(event), f"the tag `{written}` is not allowed", hint=hint)

    def _count(self, event: yaml.Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > _MOST_NODES:
            message = f"the file holds more than {_MOST_NODES:,} values"
            self._give_up(TOO_MANY_NODES, event, message, "split it, or use fewer aliases")

    def _collected(self, start: yaml.CollectionStartEvent, end: yaml.Event) -> Span:
        """From where a collection begins to the end of the last thing in it.

        In block style the parser ends it where the next thing begins, comments and blank lines later.
        """
        if start.flow_style:
            self._last = self._span(end)
        begin, last = self._span(start), self._last
        return Span(self._file, begin.line, begin.column, last.end_line, last.end_column)

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            raise TypeError("libyaml says of every event where it is")
        return Span(self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _give_up(self, code: Code, event: yaml.Event, message: str, hint: str) -> NoReturn:
        self._found.error(code, self._span(event), message, hint=hint)
        raise GivenUpError
