"""Numbers, counted in decimal as they are written: 0.3 is a multiple of 0.1."""

import math
from fractions import Fraction


def is_multiple(value: float, step: float) -> bool:
    """Whether `value` is a whole number of steps."""
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return Fraction(str(value)) % Fraction(str(step)) == 0
