"""What generated clients need to run: declarations, clients, errors."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._action import Action, Connector, EnvelopeField, Fixed, InputRule, Parameter
from ._async import AsyncClient, AsyncClientOptions
from ._async_job import AsyncJob
from ._async_pages import AsyncPages
from ._behaviour import AtOnce, Condition, Entries, ErrorRule, Pagination, Rate, Split, Wait
from ._clock import Clock
from ._composite_action import Branch, Choose, Composite, Each, Step, Steps
from ._envelope import Envelope
from ._errors import (
    ActionError,
    BadRequest,
    Conflict,
    DeliveryUnknown,
    Forbidden,
    InvalidInput,
    InvalidResponse,
    ItemsFailed,
    JobFailed,
    MissingCredential,
    NotDelivered,
    NotFound,
    PagingStopped,
    RateLimited,
    Rejected,
    ServerError,
    SignInFailed,
    TimedOut,
    Unauthorized,
    UnknownAction,
    WaitCancelled,
    WaitTimedOut,
)
from ._file import File, FileInput
from ._hooks import RequestView, ResponseView, WaitView
from ._job import Job
from ._options import Options
from ._outcome import Outcome, Outcomes
from ._page import Page
from ._pages import Pages
from ._progress import Progress
from ._response import Response
from ._retry import Retries
from ._schemes import ApiKey, Basic, Bearer, Credential, NoAuth, OAuth2, Token
from ._sync import Client, ClientOptions
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._async_batch_job import AsyncBatchJob
    from ._async_stream import AsyncStream
    from ._batch import Batch, BatchPart
    from ._batch_job import BatchJob
    from ._download import Download
    from ._model import Model
    from ._plan import Plan, PlannedRequest
    from ._sync_stream import Stream

__all__ = [
    "UNSET",
    "Action",
    "ActionError",
    "ApiKey",
    "AsyncBatchJob",
    "AsyncClient",
    "AsyncClientOptions",
    "AsyncJob",
    "AsyncPages",
    "AsyncStream",
    "AtOnce",
    "BadRequest",
    "Basic",
    "Batch",
    "BatchJob",
    "BatchPart",
    "Bearer",
    "Branch",
    "Choose",
    "Client",
    "ClientOptions",
    "Clock",
    "Composite",
    "Condition",
    "Conflict",
    "Connector",
    "Credential",
    "DeliveryUnknown",
    "Download",
    "Each",
    "Entries",
    "Envelope",
    "EnvelopeField",
    "ErrorRule",
    "File",
    "FileInput",
    "Fixed",
    "Forbidden",
    "InputRule",
    "InvalidInput",
    "InvalidResponse",
    "ItemsFailed",
    "Job",
    "JobFailed",
    "MissingCredential",
    "Model",
    "NoAuth",
    "NotDelivered",
    "NotFound",
    "OAuth2",
    "Options",
    "Outcome",
    "Outcomes",
    "Page",
    "Pages",
    "Pagination",
    "PagingStopped",
    "Parameter",
    "Plan",
    "PlannedRequest",
    "Progress",
    "Rate",
    "RateLimited",
    "Rejected",
    "RequestView",
    "Response",
    "ResponseView",
    "Retries",
    "ServerError",
    "SignInFailed",
    "Split",
    "Step",
    "Steps",
    "Stream",
    "TimedOut",
    "Token",
    "Unauthorized",
    "UnknownAction",
    "Unset",
    "Wait",
    "WaitCancelled",
    "WaitTimedOut",
    "WaitView",
]


_LATE = {
    "AsyncBatchJob": "_async_batch_job",
    "AsyncStream": "_async_stream",
    "Batch": "_batch",
    "BatchJob": "_batch_job",
    "BatchPart": "_batch",
    "Download": "_download",
    "Model": "_model",
    "Plan": "_plan",
    "PlannedRequest": "_plan",
    "Stream": "_sync_stream",
}
"""What is slow to import, or imports what is, and what many calls do not need."""


def __getattr__(name: str) -> Any:
    if name in _LATE:
        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
