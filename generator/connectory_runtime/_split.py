"""How a long list becomes several requests. Pure."""

from collections.abc import Sequence


class TooLargeError(ValueError):
    """The item at `index` does not fit into any request."""

    def __init__(self, index: int) -> None:
        super().__init__(f"item {index} is too large")
        self.index = index


def split(weights: Sequence[int], most: int, room: float = float("inf")) -> list[range]:
    """The stretches of a list that are sent together, in order; one empty stretch for an empty list.

    Args:
        weights: what each item weighs, in the unit of `room`.
        most: how many items a stretch may have, 1 or more.
        room: what the items of a stretch may weigh together.

    Raises:
        TooLargeError: when one item alone is too heavy.
    """
    stretches: list[range] = []
    first, weight = 0, 0
    for index, own in enumerate(weights):
        if own > room:
            raise TooLargeError(index)
        if index - first == most or weight + own > room:
            stretches.append(range(first, index))
            first, weight = index, 0
        weight += own
    return [*stretches, range(first, len(weights))]
