"""The texts of specs that have translations, found by their paths in files of translations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from connectory.model import Action, Connector, Resource

from ._said import Told


@dataclass(frozen=True, slots=True)
class Texts:
    """The translations of a connector's texts, by path and language. Those of older texts are not among them."""

    translations: Mapping[str, Mapping[str, str]]

    def title(self, action: Action) -> Told:
        """What an action is called."""
        return self._told(f"actions.{action.id}.title", action.title)

    def summary(self, action: Action) -> Told:
        """What an action does, in a sentence."""
        return self._told(f"actions.{action.id}.summary", action.summary)

    def group(self, resource: Resource) -> Told:
        """What a resource is called."""
        return self._told(f"resources.{resource.id}.title", resource.title)

    def product(self, connector: Connector) -> Told:
        """What the product is, in a sentence."""
        return self._told("connector.summary", connector.summary)

    def audience(self, connector: Connector) -> Told | None:
        """Who the product is for."""
        return None if connector.audience is None else self._told("connector.audience", connector.audience)

    def _told(self, path: str, text: str) -> Told:
        return Told(text, self.translations.get(path, {}))


def texts_of(connector: Connector) -> Texts:
    """The texts of a connector."""
    translations: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for item in connector.translations:
        if not item.stale:
            translations[item.path][item.language] = item.text
    return Texts(dict(translations))
