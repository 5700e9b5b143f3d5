"""Runs calls against the mock and keeps what happened."""

import asyncio
import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectory.mock import Exchange
from connectory.model import thaw
from connectory.naming import parameter_name

from ._calls import Call

_EVERY = 0.1
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_SHORT.maxlevel = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """A call as it is written in Python, what it returned or raised, and the exchange that it caused."""

    code: str
    result: Any
    exchange: Exchange | None

    @property
    def failed(self) -> bool:
        """Whether the call raised, or its envelope says that it was no success."""
        return isinstance(self.result, Exception) or getattr(self.result, "successful", True) is False


def perform(
    client: Any, calls: Sequence[Call], exchanges: Sequence[Exchange], options: Mapping[str, Any] | None = None
) -> tuple[Outcome, ...]:
    """Call one after the other. `exchanges` is the list that the mock adds to."""
    outcomes: list[Outcome] = []
    for call in calls:
        start = len(exchanges)
        try:
            result = _invoke(client, call, options)
            if call.is_paged:
                result = list(result)
            elif call.starts_job:
                result = result.wait(every=_EVERY)
        except Exception as error:  # Whatever a call raises is what the demo shows.
            result = error
        outcomes.append(_outcome(call, result, exchanges[start:]))
    return tuple(outcomes)


async def perform_together(client: Any, calls: Sequence[Call], exchanges: Sequence[Exchange]) -> tuple[Outcome, ...]:
    """Call all at once, and close the client."""
    start = len(exchanges)
    async with client:
        results = await asyncio.gather(*(_await(client, call) for call in calls), return_exceptions=True)
    return tuple(_outcome(call, result, exchanges[start:]) for call, result in zip(calls, results, strict=True))


async def _await(client: Any, call: Call) -> Any:
    answer = _invoke(client, call, None)
    if call.is_paged:
        return [item async for item in answer]
    found = await answer
    return await found.wait(every=_EVERY) if call.starts_job else found


def _invoke(client: Any, call: Call, options: Mapping[str, Any] | None) -> Any:
    values = thaw(call.example.input)
    if call.way == "execute":
        return client.execute(call.identifier, values, options)
    return getattr(client, call.action.id)(
        **{parameter_name(name): value for name, value in values.items()}, options=options
    )


def _outcome(call: Call, result: Any, exchanges: Sequence[Exchange]) -> Outcome:
    sent = next((exchange for exchange in exchanges if exchange.action == call.action.id), None)
    return Outcome(_code(call), result, sent)


def _code(call: Call) -> str:
    values = thaw(call.example.input)
    if call.way == "execute":
        return f"{call.client}.execute({call.identifier!r}, {_SHORT.repr(values)})"
    arguments = ", ".join(f"{parameter_name(name)}={_SHORT.repr(value)}" for name, value in values.items())
    code = f"{call.client}.{call.action.id}({arguments})"
    if call.is_paged:
        return f"[item async for item in {code}]" if call.way == "async" else f"list({code})"
    if call.starts_job:
        return f"await (await {code}).wait(every={_EVERY})" if call.way == "async" else f"{code}.wait(every={_EVERY})"
    return f"await {code}" if call.way == "async" else code
