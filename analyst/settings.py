"""The settings, and the only place that reads them from the environment and `.env`."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any, Literal

from dotenv import load_dotenv
from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as UnreadableSettingError

from agents.errors import UsageError

PREFIX = "ANALYST_"
SECRET_FILE = "session-secret"  # noqa: S105 - the name of a file, not a secret

ReasoningEffort = Literal["none", "minimal", "low", "medium", "high", "xhigh"]


class SettingsError(UsageError, ValueError):
    """A setting that is missing or cannot be used."""


def _user_data() -> Path:
    return user_data_path("session-analyst", appauthor=False)


def _names(*names: str) -> Any:
    """Say which variables a field is read from. The first one that is set wins."""
    return AliasChoices(*names)


class Settings(BaseSettings):
    """Every setting. Built from values alone; `load_settings` builds it from the environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, populate_by_name=True, extra="forbid"
    )

    pool_endpoint: str = Field(
        "",
        validation_alias=_names(
            "POOL_ENDPOINT",
            "POOL_MANAGEMENT_ENDPOINT",
            "SESSIONS_POOL_MANAGEMENT_ENDPOINT",
            "ACA_POOL_MANAGEMENT_ENDPOINT",
            "AZURE_POOL_MANAGEMENT_ENDPOINT",
        ),
        description="Management endpoint of the session pool. Empty: a pool is started on this machine.",
    )
    pool_token: SecretStr | None = Field(
        None, description="Bearer token of a pool that is not Azure's, and of `analyst pool` itself."
    )
    azure_endpoint: str = Field(
        "",
        validation_alias=_names("AZURE_OPENAI_ENDPOINT", "AOAI_ENDPOINT", "AZURE_OPENAI_SERVICE"),
        description="Azure OpenAI: the endpoint's URL, or the name of the resource.",
    )
    azure_key: SecretStr | None = Field(
        None,
        validation_alias=_names("AZURE_OPENAI_API_KEY", "AOAI_API_KEY"),
        description="Azure OpenAI: the key. Empty: sign in as `az login` or a managed identity does.",
    )
    azure_deployment: str = Field(
        "",
        validation_alias=_names("AZURE_OPENAI_MODEL", "AOAI_MODEL", "AZURE_OPENAI_CHATGPT_DEPLOYMENT"),
        description="Azure OpenAI: the name of the model's deployment.",
    )
    azure_api_version: str = Field(
        "2025-04-01-preview",
        validation_alias=_names("AZURE_OPENAI_API_VERSION", "AOAI_API_VERSION"),
        description="Azure OpenAI: the version of the API.",
    )
    openai_key: SecretStr | None = Field(
        None, validation_alias=_names("OPENAI_API_KEY"), description="OpenAI: the key."
    )
    openai_base_url: str = Field(
        "",
        validation_alias=_names("OPENAI_BASE_URL"),
        description="A server that speaks OpenAI's API (Ollama, vLLM); `ANALYST_MODEL` names its model.",
    )
    model: str = Field(
        "",
        description="The model, as `provider:name`, or `rule-based`. "
        "Empty: Azure OpenAI, OpenAI or the rule-based analyst, the first that is configured.",
    )
    temperature: float | None = Field(
        None, ge=0, le=2, description="Sampling temperature. Reasoning models never get one."
    )
    reasoning_effort: ReasoningEffort | None = Field(
        None, description="How long a reasoning model thinks: none, minimal, low, medium, high or xhigh."
    )
    model_seconds: float = Field(180, gt=0, description="Seconds to wait for an answer of the model.")
    price_prompt: float | None = Field(
        None,
        ge=0,
        description="US dollars for a million prompt tokens of the model, to show what an answer cost.",
    )
    price_completion: float | None = Field(
        None, ge=0, description="US dollars for a million completion tokens of the model."
    )
    max_repairs: int = Field(3, ge=0, le=10, description="Attempts at mending code that failed.")
    no_rows: bool = Field(
        False, description="Let no cell of the data reach the model; the code interpreter's loop is refused."
    )
    group_rows: int = Field(
        5, ge=2, description="Where no cell reaches the model: numbers of groups of fewer rows do not either."
    )
    max_rounds: int = Field(
        10, ge=1, le=50, description="Turns of the model in one answer of the code interpreter."
    )
    run_seconds: int = Field(
        220, ge=1, le=220, description="Seconds that one piece of code may run. Azure allows at most 220."
    )
    embedded_pool: dict[str, Any] = Field(
        {},
        description="Settings of the pool on this machine, as JSON: "
        '`{"environment": "my-env", "memory_bytes": 4294967296}` (docs/session_pool.md).',
    )
    output_folder: Path = Field(Path("analysis"), description="Where reports and figures are written.")
    data_folder: Path = Field(
        default_factory=_user_data,
        description="Where threads and files are kept. Empty: the user's data folder.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL (`postgresql://…`) that keeps the threads and what `analyst serve` keeps. "
        "Empty: SQLite in the data folder.",
    )
    blob_connection: SecretStr | None = Field(
        None,
        description="Azure Blob Storage that keeps the bytes of files: the account's connection string. "
        "Empty, and no `ANALYST_BLOB_URL`: files in the data folder.",
    )
    blob_url: str = Field(
        "",
        description="The same by the account's URL (`https://….blob.core.windows.net`), signed in as "
        "`az login` or a managed identity does.",
    )
    blob_container: str = Field(
        "session-analyst",
        min_length=3,
        max_length=63,
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        description="The container in Azure Blob Storage, made on first use.",
    )
    session_secret: SecretStr | None = Field(
        None, description="Makes session ids unguessable. Empty: made once and kept in the data folder."
    )

    requests_per_minute: int = Field(
        600, ge=1, description="Requests that the server answers a key in a minute."
    )
    concurrent_runs: int = Field(64, ge=1, description="Runs that a key may have at a time.")
    container_minutes: int = Field(
        20, ge=1, description="Minutes after which a container that nobody uses has expired."
    )
    keep_days: int = Field(
        0,
        ge=0,
        description="Days after which the server deletes responses, conversations, threads and containers "
        "that nobody has used. 0: never.",
    )
    shutdown_seconds: float = Field(
        20, ge=0, description="Seconds that the end of the server waits for what is running."
    )

    @field_validator("azure_endpoint")
    @classmethod
    def _as_azure_url(cls, value: str) -> str:
        if value and "://" not in value:
            value = f"https://{value}.openai.azure.com"
        return value.rstrip("/").removesuffix("/openai/v1")

    @field_validator("pool_endpoint", "openai_base_url", "azure_endpoint", "blob_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("it should start with https:// or http://")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("it should start with postgresql://")
        return value

    @field_validator("output_folder", "data_folder")
    @classmethod
    def _with_home(cls, value: Path) -> Path:
        return value.expanduser()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *environment: PydanticBaseSettingsSource,
        **more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from the caller only, so that no variable surprises a test."""
        return (init_settings,)


def variables(field: str) -> tuple[str, ...]:
    """Give the names of the variables a field is read from, the one to recommend first."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(name) for name in alias.choices)
    return (f"{PREFIX}{field.upper()}",)


def load_settings(folder: Path = Path()) -> Settings:
    """Read the environment, after `.env` of `folder` for what is not set. Raises SettingsError."""
    try:
        load_dotenv(folder / ".env", encoding="utf-8-sig")
        return Settings(**EnvSettingsSource(Settings)())
    except UnicodeDecodeError as error:
        raise SettingsError("The file .env is not UTF-8 text. Save it as UTF-8.") from error
    except UnreadableSettingError as error:  # the one that is JSON
        raise SettingsError('ANALYST_EMBEDDED_POOL has to be JSON, such as {"data_files": 1000}.') from error
    except ValidationError as error:
        raise SettingsError(explain(error)) from error


def explain(error: ValidationError) -> str:
    """Say in a sentence for each bad value which variable holds it and what it should be."""
    return " ".join(_sentence(str(fault["loc"][0]), fault["msg"], fault["input"]) for fault in error.errors())


def _sentence(place: str, message: str, value: object) -> str:
    variable = variables(place)[0] if place in Settings.model_fields else place
    should = message.removeprefix("Value error, ").replace("Input should", "it should")
    field = Settings.model_fields.get(place)
    secret = field is not None and "SecretStr" in str(field.annotation)
    return f"{variable} is {'set' if secret else repr(value)}, but {should}."


def session_secret(settings: Settings) -> str:
    """Give the secret that session ids are made with; it is made once and only its owner may read it."""
    if settings.session_secret:
        return settings.session_secret.get_secret_value()
    path = settings.data_folder / SECRET_FILE
    if not path.exists():
        try:
            _write_secret(path)
        except OSError as error:  # of a full disk the system names no file
            error.filename = error.filename or str(path.parent)
            raise
    return path.read_text()


def _write_secret(path: Path) -> None:
    """Write a new secret, unless another process is first: the link appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as made:  # its mode is 0600
        made.write(secrets.token_urlsafe(32))
        made.flush()
        try:
            os.link(made.name, path)
        except FileExistsError:
            return
