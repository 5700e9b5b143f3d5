"""What generated clients need to run: declarations, clients, errors."""

from typing import TYPE_CHECKING, Any

from ._action import (
    Action,
    ApiKey,
    Basic,
    Bearer,
    Condition,
    Connector,
    Credential,
    EnvelopeField,
    ErrorRule,
    InputRule,
    NoAuth,
    Parameter,
)
from ._async import AsyncClient, AsyncClientOptions
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
    RateLimited,
    Rejected,
    ServerError,
    TimedOut,
    Unauthorized,
    UnknownAction,
)
from ._options import Options
from ._response import Response
from ._sync import Client, ClientOptions
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._model import Model
    from ._plan import Plan

__all__ = [
    "UNSET",
    "Action",
    "ActionError",
    "ApiKey",
    "AsyncClient",
    "AsyncClientOptions",
    "BadRequest",
    "Basic",
    "Bearer",
    "Client",
    "ClientOptions",
    "Condition",
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
    "Parameter",
    "Plan",
    "RateLimited",
    "Rejected",
    "Response",
    "ServerError",
    "TimedOut",
    "Unauthorized",
    "UnknownAction",
    "Unset",
]


def __getattr__(name: str) -> Any:
    # Pydantic is slow to import, and many calls need neither a model nor a plan.
    if name == "Model":
        from ._model import Model

        return Model
    if name == "Plan":
        from ._plan import Plan

        return Plan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
