"""Languages of pages: how phrases, and texts of specs, are said in them."""

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from markupsafe import Markup

from connectory.model import LANGUAGES

from ._said import Said, Told, Words
from ._site import SOURCE

_FOREIGN = Markup(f' lang="{SOURCE}"')  # noqa: S704 - it is ours


@dataclass(frozen=True, slots=True)
class Language:
    """A language of pages, with the phrases of ours in it."""

    code: str
    phrases: NullTranslations

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return LANGUAGES[self.code]

    def mark(self, words: Words) -> str:
        """The attribute for an element around words that are said in the language of specs instead of this one."""
        if self.code == SOURCE or type(words) is Said:
            return ""
        return "" if isinstance(words, Told) and self.code in words.translations else _FOREIGN

    def render(self, value: object) -> object:
        """A value as a page in this language has it; what is no phrase and no text stays as it is."""
        # Most values are plain texts, or markup.
        kind = type(value)
        if kind is str or kind is Markup:
            return value
        match value:
            case Said(text, values, plural, count):
                said = self.phrases.gettext(text) if plural is None else self.phrases.ngettext(text, plural, count)
                return said.format(**{name: self.render(part) for name, part in values.items()})
            case Told(text, translations):
                return translations.get(self.code, text)
            case _:
                return value


@cache
def phrases_of(code: str) -> NullTranslations:
    """The phrases of a language, from the catalogue that translators write."""
    if code == SOURCE:
        return NullTranslations()
    # Imported here, as pages in the language of specs need none of it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (files("connectory") / "locale" / f"{code}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
