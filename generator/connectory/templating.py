"""How templates are filled in."""

from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    select_autoescape,
)

from connectory.templates import template_root


def environment(*, autoescape: bool, own: Path | None = None) -> Environment:
    """A Jinja environment over all templates. A name that a template does not get is an error.

    Args:
        autoescape: whether every value is HTML-escaped. Other outputs escape in their views.
        own: a folder whose templates come before ours.
    """
    return Environment(
        loader=ChoiceLoader([*([FileSystemLoader(own)] if own is not None else []), _loader(template_root())]),
        undefined=StrictUndefined,
        autoescape=select_autoescape((), (), default=autoescape),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _loader(root: Traversable) -> BaseLoader:
    def load(name: str) -> str | None:
        template = root
        for part in name.split("/"):
            template = template / part
        return template.read_text(encoding="utf-8") if template.is_file() else None

    return FunctionLoader(load)
