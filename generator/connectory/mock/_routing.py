"""From method and path to the actions that may be meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from connectory.model import Action, Connector, Endpoint

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An action with its path prepared for matching: one piece per segment."""

    connector: Connector
    action: Action
    endpoint: Endpoint
    pieces: tuple[re.Pattern[str], ...]
    names: tuple[str, ...]

    def match(self, segments: Sequence[str]) -> Mapping[str, str] | None:
        """The path parameters as text by wire name, or `None` when the path is another one."""
        if len(segments) != len(self.pieces):
            return None
        values: list[str] = []
        for piece, segment in zip(self.pieces, segments, strict=True):
            found = piece.fullmatch(segment)
            if found is None:
                return None
            values.extend(found.groups())
        return dict(zip(self.names, values, strict=True))


def routes_of(connector: Connector) -> tuple[Route, ...]:
    """All actions with an endpoint; where two paths fit a request, the one with earlier fixed text comes first."""
    routes = [_route(connector, action, action.endpoint) for action in connector.actions if action.endpoint is not None]
    return tuple(sorted(routes, key=lambda route: [piece.groups for piece in route.pieces]))


def matching(routes: Iterable[Route], segments: Sequence[str]) -> tuple[tuple[Route, Mapping[str, str]], ...]:
    """The routes whose path fits, whatever the method, with the path parameters."""
    found = ((route, route.match(segments)) for route in routes)
    return tuple((route, values) for route, values in found if values is not None)


def _route(connector: Connector, action: Action, endpoint: Endpoint) -> Route:
    pieces = tuple(_piece(segment) for segment in endpoint.path.removeprefix("/").split("/"))
    return Route(connector, action, endpoint, pieces, tuple(_PLACEHOLDER.findall(endpoint.path)))


def _piece(segment: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(segment)
    # Text and names take turns, text first.
    return re.compile("".join("(.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)), re.DOTALL)
