"""What a page says of jobs in the background."""

from connectory.model import Action, Condition, Wait


def waiting_notes(action: Action) -> tuple[str, ...]:
    """How to learn what becomes of the job that an action starts; nothing for other actions."""
    if (wait := action.wait) is None:
        return ()
    how = (
        f"The call starts a job in the background, and the Python clients return it: its wait() asks {wait.action} "
        f"about every {_duration(wait.every)} until the job is done ({_conditions(wait.done)}){_failed(wait)}, for "
        f"{_duration(wait.timeout)} at most unless told otherwise."
    )
    option = (
        "With the option wait, a call returns only when the job is done. Without it, the member job of the envelope "
        "has a token that leads to the job."
    )
    return how, option


def _failed(wait: Wait) -> str:
    return f" or has failed ({_conditions(wait.failed)})" if wait.failed else ""


def _conditions(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(map(_condition, conditions))


def _condition(condition: Condition) -> str:
    name = str(condition.reference).removeprefix("$output.")
    if condition.empty is not None:
        return f"{name} is {'' if condition.empty else 'not '}empty"
    return f"{name} is {' or '.join(map(str, condition.values))}"


def _duration(seconds: float) -> str:
    for unit, length in (("hour", 3600), ("minute", 60)):
        if seconds >= length and seconds % length == 0:
            return _counted(seconds / length, unit)
    return _counted(seconds, "second")


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}{'' if number == 1 else 's'}"
