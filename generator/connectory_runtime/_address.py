"""Addresses that a server gives for the next page. None of them leads away from the API, whatever its spelling."""

import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from ._path import problem_of

_SIGNS = re.compile(r"[!-\[\]-~]+\Z")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 60_000
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_LINK = re.compile(r'\s*<([^>]*)>((?:[^,"]|"(?:[^"\\]|\\.)*")*)(?:,|\Z)')
_PARAMETER = re.compile(r';\s*([\w!#$%&\'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?')


class ForeignAddressError(Exception):
    """The address may not be called; the message says why and shows nothing of it."""


def pinned(address: str, asked: str, base_url: str) -> str:
    """Path and query of an address that belongs to the API at `base_url`.

    `asked` is the URL that was called: a relative address starts from there. Whatever is called in the end
    is put together from `base_url` and this, so that no reading of the address can lead elsewhere.

    Raises:
        ForeignAddressError: for another origin, a path above that of `base_url`, or an odd spelling.
    """
    if len(address) > _LONGEST:
        raise ForeignAddressError(f"it is longer than {_LONGEST} characters")
    if not _SIGNS.match(address) or address.startswith("//"):
        raise ForeignAddressError("its spelling is odd")
    base = urlsplit(base_url)
    try:
        given = urlsplit(address)
        if given.scheme or given.netloc:
            _check_origin(given, base)
        else:
            given = urlsplit(urljoin(asked, address))
    except ValueError:
        raise ForeignAddressError("it is no address") from None
    _check_path(given.path, base.path)
    return f"{given.path}?{given.query}" if given.query else given.path


def is_in_the_open(url: SplitResult) -> bool:
    """Whether others can read what is sent to this address: it is neither encrypted nor on this machine."""
    return url.scheme == "http" and url.hostname not in _LOOPBACK


def path_and_query(url: str) -> str:
    """What stands behind the origin of a URL."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def next_link(header: str) -> str | None:
    """The address with the relation `next` in a `Link` header, `None` when there is none."""
    position = 0
    while link := _LINK.match(header, position):
        position = link.end()
        parameters: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(link[2]):
            parameters.setdefault(name.lower(), quoted or bare)
        # With an anchor, the link starts from something else than this page.
        if "next" in parameters.get("rel", "").lower().split() and "anchor" not in parameters:
            return link[1]
        if position == len(header):
            break
    return None


def without(target: str, names: frozenset[str]) -> str:
    """Path and query without the parameters of these names, which are credentials."""
    path, mark, query = target.partition("?")
    if not mark or not names:
        return target
    kept = "&".join(pair for pair in query.split("&") if _name(pair) not in names)
    return f"{path}?{kept}" if kept else path


def masked(target: str, names: frozenset[str], mask: str) -> str:
    """Path and query with a mask for the values of these parameters."""
    path, mark, query = target.partition("?")
    if not mark:
        return target
    pairs = (f"{quote(_name(pair))}={mask}" if _name(pair) in names else pair for pair in query.split("&"))
    return f"{path}?{'&'.join(pairs)}"


def _name(pair: str) -> str:
    return unquote(pair.partition("=")[0].replace("+", " "))


def _check_origin(given: SplitResult, base: SplitResult) -> None:
    if "@" in given.netloc:
        raise ForeignAddressError("it has a user name")
    if given.scheme != base.scheme:
        raise ForeignAddressError("its scheme is another one")
    if given.hostname != base.hostname:
        raise ForeignAddressError("its host is another one")
    if (given.port or _PORTS[base.scheme]) != (base.port or _PORTS[base.scheme]):
        raise ForeignAddressError("its port is another one")


def _check_path(path: str, above: str) -> None:
    if path != above and not path.startswith(f"{above.rstrip('/')}/"):
        raise ForeignAddressError("its path is not below that of the API")
    if path and problem_of(path) is not None:
        raise ForeignAddressError("its path leaves its place")
