"""How templates are filled in."""

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.bccache import Bucket

from connectory import caches
from connectory.stamp import compiler_stamp
from connectory.templates import template_root


def environment(
    purpose: str, *, autoescape: bool, own: Path | None = None, reword: Callable[[str], str] | None = None
) -> Environment:
    """A Jinja environment over all templates. A name that a template does not get is an error.

    What templates compile to is kept. It depends on the text of a template, which Jinja compares, on the compiler, and
    on nothing else that differs between environments with the same purpose.

    Args:
        purpose: what tells environments apart that compile templates in different ways.
        autoescape: whether every value is HTML-escaped. Other outputs escape in their views.
        own: a folder whose templates come before ours.
        reword: what is done to the text of each template first.
    """
    loader = sources(own)
    return Environment(
        loader=loader if reword is None else _Reworded(loader, reword),
        bytecode_cache=_Kept(purpose),
        undefined=StrictUndefined,
        autoescape=select_autoescape((), (), default=autoescape),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def compile_all(templates: Environment, folder: str, ending: str) -> None:
    """Compile those templates of ours in a folder whose names end so. They are kept for other processes."""
    for name in _names(template_root() / folder, folder):
        if name.endswith(ending):
            templates.get_template(name)


def sources(own: Path | None = None) -> BaseLoader:
    """The texts of all templates and assets. Those in the folder `own` come before ours."""
    ours = _loader(template_root())
    return ours if own is None else ChoiceLoader([_Own(own), ours])


class _Own(FileSystemLoader):
    """Templates of a user, who has to be told which of them cannot be read."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except (PermissionError, UnicodeDecodeError) as error:
            file = str(Path(self.searchpath[0], template))
            raise TemplateSyntaxError(f"cannot be read: {error}", 1, template, file) from error


class _Reworded(BaseLoader):
    """Templates with their texts changed."""

    def __init__(self, loader: BaseLoader, reword: Callable[[str], str]) -> None:
        self._loader = loader
        self._reword = reword

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, is_current = self._loader.get_source(environment, template)
        return self._reword(source), file, is_current


class _Kept(BytecodeCache):
    """Compiled templates among the user's caches."""

    def __init__(self, purpose: str) -> None:
        self._about = f"{compiler_stamp()}\n{purpose}\n"

    def load_bytecode(self, bucket: Bucket) -> None:
        if (known := caches.read("templates", self._about + bucket.key)) is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        caches.write("templates", self._about + bucket.key, bucket.bytecode_to_string())


def _names(folder: Traversable, shown: str) -> Iterator[str]:
    for item in folder.iterdir():
        name = f"{shown}/{item.name}"
        if item.is_dir():
            yield from _names(item, name)
        else:
            yield name


def _loader(root: Traversable) -> BaseLoader:
    def load(name: str) -> str | None:
        template = root
        for part in name.split("/"):
            template = template / part
        return template.read_text(encoding="utf-8") if template.is_file() else None

    return FunctionLoader(load)
