"""What a code means, for a person at a terminal."""

import textwrap

from connectory.diagnostics import Code

_WIDTH = 88


def explain(code: Code) -> str:
    """The explanation of a code, with a wrong and a right example where there are any."""
    parts = [f"{code.id} {code.name}", textwrap.fill(code.explanation, _WIDTH, break_on_hyphens=False)]
    for title, example in (("Wrong:", code.bad), ("Right:", code.good)):
        if example:
            parts += [title, textwrap.indent(example, "    ")]
    return "\n\n".join(parts)
