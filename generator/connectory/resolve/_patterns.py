"""Regular expressions that every engine reads alike and none can be made to hang on.

Patterns are run by Python, by the Rust engine under pydantic and by JavaScript, so a spec may use what they
share. Two backtrack; a repetition inside a repetition is therefore allowed only where
the text can be split in one way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ALL = frozenset(range(129))
"""Code points of ASCII, and 128 for everything beyond."""

_DIGIT = frozenset(map(ord, "0123456789"))
_WORD = frozenset(code for code in range(128) if chr(code).isalnum() or chr(code) == "_") | {128}
_SPACE = frozenset(map(ord, " \t\n\r\f\v")) | {128}
_CLASSES = {"d": _DIGIT | {128}, "w": _WORD, "s": _SPACE}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_COUNT = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}", re.ASCII)
_HEX = re.compile(r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}")
_LARGE = 64


class PatternError(Exception):
    """What is wrong with a pattern, and where: an index into its text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a part of a pattern can match.

    `first`: the characters it can begin with. `repeated`: all characters of repetitions and options inside,
    `None` when there are none. `fenced`: it begins or ends with something that is always there and that
    no repetition inside can take, so a text of several such parts falls apart in one way only.
    `overlapping`: alternatives inside begin alike.
    """

    first: frozenset[int]
    empty: bool
    repeated: frozenset[int] | None = None
    fenced: bool = False
    overlapping: bool = False


_NOTHING = _Piece(frozenset(), empty=True)


def check_pattern(pattern: str) -> None:
    """Accept a pattern that is portable and safe.

    Raises:
        PatternError: for anything else.
    """
    _Reader(pattern).read()
    try:
        re.compile(pattern)
    except re.error as error:
        raise PatternError(f"an error ({error.msg})", error.pos or 0) from error


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def read(self) -> None:
        self._alternatives()
        if self._at < len(self._text):
            raise self._problem("a closing parenthesis without an opening one")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        character = self._peek()
        self._at += 1
        return character

    def _problem(self, message: str) -> PatternError:
        return PatternError(message, self._at)

    def _alternatives(self) -> _Piece:
        pieces = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            pieces.append(self._sequence())
        if len(pieces) == 1:
            return pieces[0]
        first: frozenset[int] = frozenset()
        overlapping = any(piece.overlapping for piece in pieces)
        for piece in pieces:
            overlapping = overlapping or bool(first & piece.first)
            first |= piece.first
        repeated = _union(piece.repeated for piece in pieces)
        fenced = all(piece.fenced for piece in pieces) and not (repeated and repeated & first)
        return _Piece(first, any(piece.empty for piece in pieces), repeated, fenced, overlapping)

    def _sequence(self) -> _Piece:
        pieces: list[_Piece] = []
        while self._peek() not in ("", "|", ")"):
            pieces.append(self._quantified())
        first: frozenset[int] = frozenset()
        for piece in pieces:
            first |= piece.first
            if not piece.empty:
                break
        repeated = _union(piece.repeated for piece in pieces)
        fenced = any(
            not edge.empty and edge.repeated is None and not (repeated and repeated & edge.first)
            for edge in (*pieces[:1], *pieces[-1:])
        )
        overlapping = any(piece.overlapping for piece in pieces)
        return _Piece(first, all(piece.empty for piece in pieces), repeated, fenced, overlapping)

    def _quantified(self) -> _Piece:
        start = self._at
        piece = self._atom()
        bounds = self._bounds()
        if bounds is None:
            return piece
        least, most = bounds
        if self._peek() == "?":
            self._at += 1
        elif self._peek() and self._peek() in "+*{":
            raise self._problem("a repetition of a repetition")
        ambiguous = piece.overlapping or (piece.repeated is not None and not piece.fenced)
        if ambiguous and (most is None or most > _LARGE):
            raise PatternError("a repetition that can match the same text in many ways", start)
        repeated = piece.repeated if least == most else piece.first | (piece.repeated or frozenset())
        return _Piece(piece.first, piece.empty or least == 0, repeated, overlapping=piece.overlapping)

    def _bounds(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._peek() in simple:
            return simple[self._take()]
        if self._peek() != "{":
            return None
        count = _COUNT.match(self._text, self._at)
        if count is None:
            raise self._problem("a `{` that begins no count; write `\\{`")
        self._at = count.end()
        least = int(count[1])
        if count[2] is None:
            return least, least
        return least, int(count[3]) if count[3] else None

    def _atom(self) -> _Piece:
        character = self._peek()
        match character:
            case "(":
                return self._group()
            case "[":
                return _Piece(self._set(), empty=False)
            case "\\":
                return self._escape()
            case "^" | "$":
                self._at += 1
                return _NOTHING
            case "*" | "+" | "?":
                raise self._problem("a repetition of nothing")
            case "{" | "}" | "]":
                raise self._problem(f"a bare `{character}`; write `\\{character}`")
            case ".":
                self._at += 1
                return _Piece(_ALL - {ord("\n")}, empty=False)
            case _:
                return _Piece(_code(self._take()), empty=False)

    def _group(self) -> _Piece:
        start = self._at
        self._at += 1
        if self._peek() == "?":
            if not self._text.startswith("?:", self._at):
                raise PatternError("a group with `(?`; only `(?:…)` and plain groups are portable", start)
            self._at += 2
        piece = self._alternatives()
        if self._take() != ")":
            raise PatternError("a parenthesis that is never closed", start)
        return piece

    def _escape(self) -> _Piece:
        if self._text[self._at + 1 : self._at + 2] in ("b", "B"):
            self._at += 2
            return _NOTHING
        return _Piece(self._escaped(), empty=False)

    def _escaped(self) -> frozenset[int]:
        start = self._at
        self._at += 1
        character = self._take()
        if character.lower() in _CLASSES and character:
            chosen = _CLASSES[character.lower()]
            return chosen if character.islower() else (_ALL - chosen) | {128}
        if character in _CONTROLS:
            return _code(_CONTROLS[character])
        if character in ("x", "u"):
            digits = _HEX.match(self._text, start + 1)
            if digits is not None:
                self._at = digits.end()
                return _code(chr(int(digits[0][1:], 16)))
        if not character:
            raise PatternError("a backslash at the end", start)
        if character in "123456789":
            raise PatternError(f"a reference back to a group, `\\{character}`", start)
        if character.isalnum() or character in "_<>" or not character.isascii():
            raise PatternError(f"`\\{character}`, which engines read differently", start)
        return _code(character)

    def _set(self) -> frozenset[int]:
        start = self._at
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        members: frozenset[int] = frozenset()
        begin = self._at
        while (character := self._peek()) != "]" or self._at == begin:
            if not character:
                raise PatternError("a set that is never closed", start)
            if character in "[]":
                raise self._problem(f"a bare `{character}` in a set; write `\\{character}`")
            if self._text[self._at : self._at + 2] in ("&&", "--", "~~", "||"):
                raise self._problem(f"`{self._text[self._at : self._at + 2]}` in a set, which engines read differently")
            members |= self._member()
        self._at += 1
        return (_ALL - members) | {128} if negated else members

    def _member(self) -> frozenset[int]:
        low = self._escaped() if self._peek() == "\\" else _code(self._take())
        rest = self._text[self._at : self._at + 2]
        if len(low) != 1 or len(rest) < 2 or rest[0] != "-" or rest[1] == "]":
            return low
        self._at += 1
        high = self._escaped() if self._peek() == "\\" else _code(self._take())
        return frozenset(range(min(low), max(high) + 1))


def _code(character: str) -> frozenset[int]:
    return frozenset((min(ord(character), 128),))


def _union(sets: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    present = [item for item in sets if item is not None]
    return frozenset[int]().union(*present) if present else None
