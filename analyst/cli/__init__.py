"""The command line."""

import signal


def main() -> None:
    """Run the command line; interrupted while it is still being imported, it ends without a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is started yet that has to end in order
    from analyst.cli.main import app

    app()
