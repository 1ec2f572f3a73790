"""The command line."""

from analyst.cli.main import app, main

__all__ = ["app", "main"]
