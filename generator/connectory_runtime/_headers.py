"""Texts of headers and cookies: what they may hold. Nothing else reaches the transport."""

import re

_FIELD = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?\Z")
_COOKIE = re.compile(r"[!#-+\--:<-\[\]-~]*\Z")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_MEDIA_TYPE = re.compile(r"[!#$&^_.+0-9A-Za-z-]+/[!#$&^_.+0-9A-Za-z-]+(; *[!-~ ]+)?\Z")


_SENSITIVE = frozenset(
    {"authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-auth-token", "x-csrf-token"}
)


def is_sensitive(name: str) -> bool:
    """Whether a header of this name carries secrets by custom."""
    return name.lower() in _SENSITIVE


def is_header_name(text: str) -> bool:
    """Whether HTTP allows this name."""
    return bool(_NAME.match(text))


def is_media_type(text: str) -> bool:
    """Whether a content type may be this text."""
    return bool(_MEDIA_TYPE.match(text)) and header_problem(text) is None


def header_problem(text: str) -> str | None:
    """Why a text cannot be the value of a header, or `None` when it can."""
    if _FIELD.match(text):
        return None
    if re.search(r"[\r\n\0]", text):
        return "holds a line break or NUL, which would break the request apart"
    if text != text.strip():
        return "begins or ends with white space, which a header loses"
    return "holds characters outside of printable ASCII, which a header cannot carry"


def cookie_problem(text: str) -> str | None:
    """Why a text cannot be the value of a cookie, or `None` when it can."""
    if _COOKIE.match(text):
        return None
    return "holds white space, a quote, a comma, a semicolon, a backslash or non-ASCII, which a cookie cannot carry"
