"""Calls that send a long list in parts, of which each starts a job in the background, as flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._errors import ActionError
from ._flow import failed

if TYPE_CHECKING:
    from ._batching import Batching
    from ._begin import Beginning, Begun
    from ._envelope import Envelope
    from ._message import Flow
    from ._options import Options
    from ._sent import Sent

R = TypeVar("R")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class BatchBegun(Generic[R, S]):
    """What came of a call that starts several jobs: its requests, and the job of each; `None` where one failed.

    `waited` tells that the caller wants them to be done before the call returns.
    """

    sent: Sent[R]
    jobs: tuple[Begun[R, S] | None, ...]
    waited: bool


@dataclass(frozen=True, slots=True)
class BatchBeginning(Generic[R, S]):
    """An action that sends long lists in parts and starts jobs, ready to be called."""

    batching: Batching[R]
    beginning: Beginning[R, S]

    def typed(self, arguments: Mapping[str, Any], options: Options) -> Flow[BatchBegun[R, S]]:
        """Start the jobs.

        Raises:
            ActionError: when nothing came of any part.
        """
        sent = yield from self.batching.send(arguments, options)
        sent.require_some()
        jobs = tuple(
            None if isinstance(came, ActionError) else self.beginning.begun(portion.values, came, options)
            for portion, came in sent.parts
        )
        return BatchBegun(sent, jobs, options.get("wait", False))

    def enveloped(self, arguments: Mapping[str, Any], options: Options) -> Flow[Envelope]:
        """Start the jobs, wait for them if the options say so, and return the envelope.

        Its member `job` leads to the only job. Where there are several requests, the member `batch` tells of each.
        """
        prepared = self.batching.prepared
        try:
            sent = yield from self.batching.send(arguments, options)
        except ActionError as error:
            return failed(prepared, {}, error)
        envelopes: list[Envelope] = []
        for portion, came in sent.parts:
            if isinstance(came, ActionError):
                envelopes.append(failed(prepared, portion.values, came))
            else:
                envelopes.append((yield from self.beginning.envelope(portion.values, came, options)))
        return self.batching.envelope(sent, envelopes)
