"""Why the output folder cannot be used."""


class OutputError(Exception):
    """Nothing was written. The message names the path and the way out."""
