"""The environment of processes that tests start: no setting and no key of whoever runs the tests."""

import os

KEPT = ("PATH", "HOME", "LANG")


def plain_environment(**variables: str) -> dict[str, str]:
    """What a process needs from this machine, and what is given."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | variables
