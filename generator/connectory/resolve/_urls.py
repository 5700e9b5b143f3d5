"""Servers and links: absolute URLs that can be trusted with a credential."""

from urllib.parse import urlsplit

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode, Node
from connectory.model import Link, Server

from ._read import entries_at, items_at, mapping, text, text_at, value_at

MALFORMED_URL = Code(
    "R401",
    "malformed-url",
    "Servers and links are absolute `https` URLs without a user; a server has no query and no fragment either. "
    "A server on this machine may use `http`.",
    "# connector.yaml\nservers: [{url: http://api.example.com}]",
    "# connector.yaml\nservers: [{url: https://api.example.com}]",
)

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def read_servers(connector: MappingNode, found: Diagnostics) -> tuple[Server, ...]:
    """The servers; the first is the default. A slash at the end is dropped."""
    servers: list[Server] = []
    for item in items_at(connector, "servers"):
        here = mapping(item)
        url = value_at(here, "url")
        _check(url, found, server=True)
        servers.append(Server(url=text(url).rstrip("/"), description=text_at(here, "description")))
    return tuple(servers)


def read_links(connector: MappingNode, found: Diagnostics) -> tuple[Link, ...]:
    """The links by name."""
    entries = entries_at(connector, "links")
    for entry in entries:
        _check(entry.value, found, server=False)
    return tuple(Link(name=entry.key, url=text(entry.value)) for entry in entries)


def check_endpoint_url(node: Node, found: Diagnostics) -> None:
    """Report a URL, such as that of a token endpoint, that no credential should go to."""
    _check(node, found, server=True)


def _check(node: Node, found: Diagnostics, *, server: bool) -> None:
    problem = _problem(text(node), server=server)
    if problem is not None:
        found.error(MALFORMED_URL, node.span, f"this is no URL to use here: {problem[0]}", hint=problem[1])


def _problem(written: str, *, server: bool) -> tuple[str, str] | None:
    try:
        parts = urlsplit(written)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return "it cannot be read", "write it as in `https://api.example.com/v1`"
    if parts.scheme not in ("https", "http") or not parts.hostname or not port_is_sound:
        return "it is not absolute", "write it as in `https://api.example.com/v1`"
    if any(character.isspace() or character in '<>"{}|\\^`' for character in written):
        return "it holds characters that a URL cannot have", "percent-encode them, or leave them out"
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        return "it is not encrypted", f"write `{written.replace('http:', 'https:', 1)}`"
    if parts.username is not None or parts.password is not None:
        return "it names a user", "declare credentials under `auth`"
    if server and (parts.query or parts.fragment or written.endswith(("?", "#"))):
        return "it has a query or a fragment", "leave it out; parameters are declared by actions"
    return None
