"""A stand-in for the APIs of a project: answers from their specs, and refuses what these do not allow.

It knows nothing of the runtime and of generated code, so that it can judge what they send.
"""

from ._api import Answer, MockApi, answer
from ._describe import describe
from ._failure import ROW_HEADER, STATUS_HEADER
from ._message import Exchange, MockRequest, MockResponse
from ._server import MockServer
from .sample import sample

__all__ = [
    "ROW_HEADER",
    "STATUS_HEADER",
    "Answer",
    "Exchange",
    "MockApi",
    "MockRequest",
    "MockResponse",
    "MockServer",
    "answer",
    "describe",
    "sample",
]
