"""Calls that send a long list in parts, as flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._envelope import Envelope
from ._errors import ActionError
from ._flow import ask, failed, refuse_pointless, succeeded
from ._join import joined
from ._journal import Journal, JournalError, open_journal
from ._journaled import journaled, key_of
from ._limits import useful_at_once
from ._message import Do, Flow
from ._options import PARTED, Options, for_part
from ._portions import Portion, list_of, portions
from ._progress import Progress
from ._sent import Sent
from ._together import AT_ONCE, led_by, settled

if TYPE_CHECKING:
    from ._answer import Answer
    from ._batch import Batch
    from ._behaviour import Split
    from ._prepared import Prepared
    from ._unset import Unset

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batching(Generic[T]):
    """An action that sends long lists in parts, ready to be called."""

    prepared: Prepared[T]
    declared: Split
    timeout: float | Unset | None

    def typed(self, arguments: Mapping[str, Any], options: Options) -> Flow[Batch[T]]:
        """Send all parts, and return what came of each item.

        Raises:
            ActionError: when nothing came of any part. `ItemsFailed` when there are several, and each has an error of
                its own.
        """
        sent = yield from self.send(arguments, options)
        sent.require_some()
        return sent.batch

    def value(self, arguments: Mapping[str, Any], options: Options) -> Flow[Any]:
        """Send all parts, and return their answers, joined, as JSON data.

        Raises:
            ActionError: when one of the parts failed; `ItemsFailed` when there are several.
        """
        sent = yield from self.send(arguments, options)
        if sent.errors:
            sent.require_some()
            raise sent.batch.failure()
        return joined([cast("Answer", came).value for came in sent.came])

    def joined(self, arguments: Mapping[str, Any], options: Options) -> Flow[T]:
        """Send all parts, and return their answers, joined, as what the action returns. Raises what `value` does."""
        return self.prepared.decoder.shape((yield from self.value(arguments, options)))

    def enveloped(self, arguments: Mapping[str, Any], options: Options) -> Flow[Envelope]:
        """Send all parts, and return the envelope, also when something went wrong.

        It is successful when all requests were. Where there are several, its member `batch` tells of each.
        """
        try:
            sent = yield from self.send(arguments, options)
        except ActionError as error:
            return failed(self.prepared, {}, error)
        return self.envelope(sent, [self._envelope(portion, came) for portion, came in sent.parts])

    def envelope(self, sent: Sent[T], parts: Sequence[Envelope]) -> Envelope:
        """The envelope of a call out of those of its requests."""
        if len(parts) == 1:
            return parts[0]
        good = [part for part in parts if part.successful]
        # A job belongs to one request.
        shared = [{name: value for name, value in part.extras.items() if name != "job"} for part in good or parts]
        extras = {**joined(shared), "batch": sent.to_dict(parts)}
        data = joined([part.data for part in good]) if good else parts[0].data
        if len(good) == len(parts):
            return Envelope(data, None, successful=True, extras=extras)
        error = sent.batch.failure() if sent.errors else next(part.exception for part in parts if part.exception)
        return Envelope(data, str(error), successful=False, exception=error, extras=extras)

    def send(self, arguments: Mapping[str, Any], options: Options) -> Flow[Sent[T]]:
        """Send all parts, and return what came of each request.

        Raises:
            InvalidInput: for input that breaks a rule, also of only one item.
            MissingCredential: when there is no secret to send.
        """
        refuse_pointless(self.prepared, options)
        values = self.prepared.inputs.check(arguments)
        name = list_of(self.declared, values)
        items = list(arguments[name]) if name is not None else []
        requests = portions(self.prepared, self.declared, values)
        journal = yield from self._journal(options)
        try:
            tally = _Tally(len(requests), len(items), options)
            inner = cast("Options", {key: value for key, value in options.items() if key not in PARTED})
            keys = _keys(self.prepared, requests) if journal is not None else [""] * len(requests)
            flows = [
                tally.counted(self._one(portion, len(requests), inner, journal, key), portion)
                for portion, key in zip(requests, keys, strict=True)
            ]
            at_once = useful_at_once(self.prepared.action, AT_ONCE) if self.prepared.conduct.rate_limits else AT_ONCE
            came = yield from settled(self.prepared.action, flows, at_once)
        finally:
            if journal is not None:
                journal.close()
        return Sent(self.prepared, self.declared, items, requests, tuple(came))

    def _one(self, portion: Portion, parts: int, options: Options, journal: Journal | None, key: str) -> Flow[Answer]:
        prepared, timeout = self.prepared, self.timeout
        if parts > 1:
            options = for_part(options, str(portion.first))

        def ask_with(options: Options) -> Flow[Answer]:
            return ask(prepared, portion.values, options, timeout)

        flow = ask_with(options)
        if journal is not None:
            flow = journaled(journal, key, prepared, portion.values, options, ask_with)
        if parts > 1:
            flow = led_by(f"{prepared.name}, items {portion.first} to {portion.first + portion.count - 1}", flow)
        return (yield from flow)

    def _journal(self, options: Options) -> Flow[Journal | None]:
        path = options.get("journal")
        if path is None:
            return None
        journal: Journal | JournalError = yield Do(partial(open_journal, path))
        if isinstance(journal, JournalError):
            raise self.prepared.inputs.invalid("options.journal", "journal", str(journal))
        return journal

    def _envelope(self, portion: Portion, came: Answer | ActionError) -> Envelope:
        if isinstance(came, ActionError):
            return failed(self.prepared, portion.values, came)
        return succeeded(self.prepared, portion.values, came)


class _Tally:
    """Counts what is through, and tells the user."""

    def __init__(self, parts: int, items: int, options: Options) -> None:
        self._progress = Progress(0, parts, 0, items, 0)
        self._hook = options.get("on_progress")

    def counted(self, flow: Flow[Answer], portion: Portion) -> Flow[Answer]:
        """The flow, counted when it is through, whatever came of it."""
        try:
            answer = yield from flow
        except ActionError:
            yield from self._tell(portion.count, 0)
            raise
        yield from self._tell(portion.count, portion.count)
        return answer

    def _tell(self, items: int, successful: int) -> Flow[None]:
        now = self._progress
        self._progress = replace(
            now,
            parts_through=now.parts_through + 1,
            items_through=now.items_through + items,
            successful=now.successful + successful,
        )
        if self._hook is not None:
            yield Do(partial(self._hook, self._progress))


def _keys(prepared: Prepared[Any], requests: tuple[Portion, ...]) -> Iterator[str]:
    """What a journal knows the requests by."""
    seen: Counter[str] = Counter()
    for portion in requests:
        key = key_of(prepared, portion.values, 0)
        seen[key] += 1
        yield key if seen[key] == 1 else key_of(prepared, portion.values, seen[key] - 1)
