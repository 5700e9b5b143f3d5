"""References of the spec language: what they begin with, and where each beginning has a meaning."""

from dataclasses import dataclass

ABOUT = (
    "A reference is `$`, a root and the steps from there, with dots between: `$output.items.0.id`. A step is the name "
    "of a member, or a place in a list: `.0` is the first item, `.1` the second, `.-1` the last. The type of what it "
    "leads to is checked; there are no expressions."
)

ROOTS = (
    ("$input.NAME", "A parameter of the action, as the caller gave it."),
    ("$output", "The body of the answer, of which `output` says what is in it."),
    ("$response.json", "The same body, however it is declared."),
    ("$response.text", "The body as text."),
    ("$response.status", "The status code, a number."),
    ("$response.headers.NAME", "A header of the answer, as text."),
    ("$steps.NAME", "What the step of this name answered."),
    ("$entry", "One of the entries that `batch.outcomes.at` leads to."),
    ("$payload", "What a webhook delivers."),
)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Keys of the part that `anchor` leads to, the roots that references there may have, and what else is to know."""

    title: str
    anchor: str
    keys: tuple[str, ...]
    roots: tuple[str, ...]
    note: str = ""


_ANSWERS = ("$output", "$response")

PLACES = (
    PlaceView("Action", "action", ("envelope",), ("$input", "$response")),
    PlaceView("Action", "action", ("returns", "success_when", "error_when", "batch.outcomes.at"), _ANSWERS),
    PlaceView(
        "Action",
        "action",
        ("batch.outcomes.failed",),
        ("$entry",),
        "Names alone begin there. Those under `match` lead from an item that was sent to its entry.",
    ),
    PlaceView("Action", "action", ("wait.with",), ("$input", *_ANSWERS)),
    PlaceView(
        "Action",
        "action",
        ("wait.done", "wait.failed"),
        _ANSWERS,
        "The answer is that of the action that is asked. Names alone begin at `$output`.",
    ),
    PlaceView("Action", "action", ("choose[].with", "each.with"), ("$input",)),
    PlaceView("Action", "action", ("steps.do[].with", "steps.result"), ("$input", "$steps"), "Of earlier steps."),
    PlaceView("ErrorRule", "action-ErrorRule", ("when", "message", "code_at"), ("$response",)),
    PlaceView("Connector", "connector", ("pagination",), _ANSWERS, "In `items`, `next` and `total` of each."),
    PlaceView("Token", "connector-Token", ("token", "lifetime"), _ANSWERS, "The answer is that of its `action`."),
    PlaceView("Webhook", "webhook", ("when",), ("$payload",)),
)
