"""Says on stderr what went wrong."""

from analyst.cli.screen import Screen


def complain(text: str) -> None:
    """Print it in red, as it is."""
    Screen(stderr=True, highlight=False, soft_wrap=True).print(text, style="red", markup=False)


def reason(error: OSError) -> str:
    """What the system says, without its number."""
    said = error.strerror or str(error)
    return f"{error.filename}: {said}" if error.filename else said
