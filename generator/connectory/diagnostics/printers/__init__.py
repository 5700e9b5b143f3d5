"""Problems as text for people, and as data for machines. Pure functions; nothing is printed here."""

from ._explain import explain
from ._github import github
from ._json import json, json_data
from ._sarif import sarif
from ._text import text

__all__ = ["explain", "github", "json", "json_data", "sarif", "text"]
