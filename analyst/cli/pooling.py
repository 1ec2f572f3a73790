"""`analyst pool`: the session pool alone."""

import secrets

from rich.console import Console

from session_pool.serve import serve as serve_pool
from session_pool.settings import PoolSettings


def serve(host: str, port: int, token: str) -> int:
    """Serve until a signal; returns the exit code."""
    console = Console(highlight=False, soft_wrap=True)
    token = token or secrets.token_urlsafe(32)

    def ready(endpoint: str) -> None:
        console.print(f"POOL_ENDPOINT={endpoint}", markup=False)
        console.print(f"ANALYST_POOL_TOKEN={token}", markup=False)
        console.print("Ctrl-C ends the pool and every session in it.", style="dim")

    serve_pool(PoolSettings(token=token, host=host, port=port), ready)
    return 0
