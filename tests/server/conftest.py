"""Fixtures of the server."""

from fixtures_server import *  # noqa: F403 - pytest finds them here
