"""Where the templates are."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def template_root() -> Traversable:
    """The templates: inside the package when installed, at the top level in a checkout.

    Raises:
        FileNotFoundError: when a wheel was built without them.
    """
    packaged = files("connectory") / "_templates"
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).parents[2] / "templates"
    if not checkout.is_dir():
        raise FileNotFoundError("this installation of connectory lacks its templates: the wheel was built without them")
    return checkout
