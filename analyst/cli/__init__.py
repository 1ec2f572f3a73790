"""The command line."""

import signal
import sys

from analyst.cli import streams

AT_WORK = {"ask", "chat", "threads", "profile", "export", "doctor"}
"""The commands that take some seconds to import and to start what they need."""


def main() -> None:
    """Run the command line; interrupted while it is still being imported, it ends without a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is started yet that has to end in order
    streams.prepare()
    if sys.stderr.isatty() and AT_WORK.intersection(sys.argv[1:2]):
        sys.stderr.write("Starting…\n")
    from analyst.cli.main import app

    with streams.flushed():
        app()
