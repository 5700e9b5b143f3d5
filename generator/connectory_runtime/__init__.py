"""What generated clients need to run: declarations, clients, errors."""

from typing import TYPE_CHECKING, Any

from ._action import (
    Action,
    ApiKey,
    Basic,
    Bearer,
    Connector,
    Credential,
    EnvelopeField,
    ErrorRule,
    InputRule,
    NoAuth,
    Pagination,
    Parameter,
)
from ._async import AsyncClient, AsyncClientOptions
from ._async_pages import AsyncPages
from ._envelope import Envelope
from ._errors import (
    ActionError,
    BadRequest,
    Conflict,
    DeliveryUnknown,
    Forbidden,
    InvalidInput,
    InvalidResponse,
    MissingCredential,
    NotDelivered,
    NotFound,
    PagingStopped,
    RateLimited,
    Rejected,
    ServerError,
    TimedOut,
    Unauthorized,
    UnknownAction,
)
from ._options import Options
from ._page import Page
from ._pages import Pages
from ._sync import Client, ClientOptions
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._model import Model

__all__ = [
    "UNSET",
    "Action",
    "ActionError",
    "ApiKey",
    "AsyncClient",
    "AsyncClientOptions",
    "AsyncPages",
    "BadRequest",
    "Basic",
    "Bearer",
    "Client",
    "ClientOptions",
    "Conflict",
    "Connector",
    "Credential",
    "DeliveryUnknown",
    "Envelope",
    "EnvelopeField",
    "ErrorRule",
    "Forbidden",
    "InputRule",
    "InvalidInput",
    "InvalidResponse",
    "MissingCredential",
    "Model",
    "NoAuth",
    "NotDelivered",
    "NotFound",
    "Options",
    "Page",
    "Pages",
    "Pagination",
    "PagingStopped",
    "Parameter",
    "RateLimited",
    "Rejected",
    "ServerError",
    "TimedOut",
    "Unauthorized",
    "UnknownAction",
    "Unset",
]


def __getattr__(name: str) -> Any:
    # The only part that needs pydantic, which is slow to import; many calls never need a model.
    if name == "Model":
        from ._model import Model

        return Model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
