"""`.env.example` and `docs/settings.md`, made by `python -m analyst.settings_docs --write`."""

import sys
from pathlib import Path

from analyst.settings import Settings, variables

ROOT = Path(__file__).parent.parent
GROUPS: dict[str, tuple[str, ...]] = {
    "Azure: the session pool and the model": (
        "pool_endpoint",
        "azure_endpoint",
        "azure_key",
        "azure_deployment",
    ),
    "A model and a pool that are not Azure's": ("openai_key", "openai_base_url", "pool_token"),
    "The model": (
        "model",
        "temperature",
        "reasoning_effort",
        "model_seconds",
        "azure_api_version",
        "price_prompt",
        "price_completion",
        "no_rows",
        "group_rows",
    ),
    "The limits of a question": ("max_repairs", "max_rounds", "run_seconds", "embedded_pool"),
    "Where things are kept": (
        "output_folder",
        "data_folder",
        "database_url",
        "blob_connection",
        "blob_url",
        "blob_container",
        "session_secret",
    ),
    "The server": (
        "requests_per_minute",
        "concurrent_runs",
        "container_minutes",
        "keep_days",
        "shutdown_seconds",
    ),
}
SHOWN = ("pool_endpoint", "azure_endpoint", "azure_key", "azure_deployment")

ENV_HEAD = """\
# Copy this file to .env and fill in what you have. Nothing is required: with nothing set,
# a rule-based analyst answers and the code runs in a session pool on this machine.
# Made from analyst/settings.py by `python -m analyst.settings_docs --write`.
"""
PAGE_HEAD = """\
# Settings

Settings are environment variables. Those that are not set are looked for in the file `.env` of the folder
that the program is started in. Nothing is required: with nothing set, a rule-based analyst answers and the
code runs in a session pool on this machine. Where a setting has several names, the first one that is set
wins, and an empty one counts as not set.

Made from `analyst/settings.py` by `python -m analyst.settings_docs --write`.
"""


def env_example() -> str:
    """Give the text of `.env.example`: the usual is ready to fill in, the rest commented out."""
    return ENV_HEAD + "".join(_env_group(title, fields) for title, fields in GROUPS.items())


def settings_page() -> str:
    """Give the text of `docs/settings.md`: a table for each group."""
    return PAGE_HEAD + "".join(_table(title, fields) for title, fields in GROUPS.items())


def _env_group(title: str, fields: tuple[str, ...]) -> str:
    entries = "".join(f"\n# {_description(field)}\n{_assignment(field)}\n" for field in fields)
    return f"\n# --- {title}\n{entries}"


def _assignment(field: str) -> str:
    line = f"{variables(field)[0]}={_default(field)}"
    return line if field in SHOWN else f"# {line}"


def _table(title: str, fields: tuple[str, ...]) -> str:
    rows = "".join(f"| {_names(f)} | {_quoted(_default(f))} | {_description(f)} |\n" for f in fields)
    return f"\n## {title}\n\n| variable | default | what it does |\n|---|---|---|\n{rows}"


def _names(field: str) -> str:
    return "<br>".join(f"`{name}`" for name in variables(field))


def _quoted(default: str) -> str:
    return f"`{default}`" if default else ""


def _default(field: str) -> str:
    default = Settings.model_fields[field].default  # PydanticUndefined where it differs between machines
    return str(default) if isinstance(default, str | int | float | Path) else ""


def _description(field: str) -> str:
    return Settings.model_fields[field].description or ""


def write() -> None:
    """Write both files into the checkout."""
    (ROOT / ".env.example").write_text(env_example(), encoding="utf-8")
    (ROOT / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("Use: python -m analyst.settings_docs --write")
    write()
