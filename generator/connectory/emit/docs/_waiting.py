"""What a page says of jobs in the background."""

from connectory.model import Action, Condition, Wait

from ._failures import unquoted
from ._said import Said, Words, both, counted, say


def waiting_notes(action: Action) -> tuple[Said, ...]:
    """How to learn what becomes of the job that an action starts; nothing for other actions."""
    if (wait := action.wait) is None:
        return ()
    how = say(
        "The call starts a job in the background, and the Python clients return it: its wait() asks {action} about "
        "every {every} until {end}, for {timeout} at most unless told otherwise.",
        action=wait.action,
        every=_duration(wait.every),
        end=_end(wait),
        timeout=_duration(wait.timeout),
    )
    option = say(
        "With the option wait, a call returns only when the job is done. Without it, the member job of the envelope "
        "has a token that leads to the job."
    )
    return how, option


def _end(wait: Wait) -> Said:
    done = both([_condition(condition) for condition in wait.done])
    if not wait.failed:
        return say("the job is done ({done})", done=done)
    failed = both([_condition(condition) for condition in wait.failed])
    return say("the job is done ({done}) or has failed ({failed})", done=done, failed=failed)


def _condition(condition: Condition) -> Words:
    name = str(condition.reference).removeprefix("$output.")
    if condition.empty is not None:
        return say("{name} is empty", name=name) if condition.empty else say("{name} is not empty", name=name)
    return say("{name} is {values}", name=name, values=" / ".join(map(unquoted, condition.values)))


def _duration(seconds: float) -> Said:
    if seconds >= 3600 and seconds % 3600 == 0:
        return counted("{count} hour", "{count} hours", int(seconds / 3600))
    if seconds >= 60 and seconds % 60 == 0:
        return counted("{count} minute", "{count} minutes", int(seconds / 60))
    if seconds == int(seconds):
        return counted("{count} second", "{count} seconds", int(seconds))
    return say("{number} seconds", number=f"{seconds:g}")
