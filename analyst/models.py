"""Which model answers, made from the settings. LangChain takes a second to import, so a function does it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from analyst.settings import Settings, SettingsError

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential
    from langchain_core.language_models import BaseChatModel

RULE_BASED = "rule-based"
DEFAULT_OPENAI_MODEL = "gpt-5-mini"
OPENAI_URL = "https://api.openai.com/v1"
AZURE_SCOPE = "https://cognitiveservices.azure.com/.default"
MAX_RETRIES = 2

# gpt-5 and later and the o series; `gpt-35-turbo` and the chat variants take a temperature.
_REASONING = re.compile(r"(^|/)(gpt-[5-9](?!\d)|o\d)(?!.*chat)")


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model that is ready to be asked, and its name as `provider:name`."""

    name: str
    chat: "BaseChatModel"


def choose_model(settings: Settings, credential: "TokenCredential | None" = None) -> ChosenModel | None:
    """Make the model that the settings ask for; None is the rule-based analyst. Raises SettingsError.

    `credential` signs in at Azure OpenAI where no key is set; without it, `DefaultAzureCredential` does.
    """
    name = settings.model or _configured(settings)
    if name == RULE_BASED:
        return None
    provider, colon, model = name.partition(":")
    if not colon or not model:
        example = f"openai:{DEFAULT_OPENAI_MODEL if colon else name}"
        meant = RULE_BASED if _is_like(name, RULE_BASED) else example
        raise SettingsError(f"The model {name!r} is not named as provider:name. Write, for example, {meant}.")
    if provider == "azure_openai":
        return ChosenModel(name, _azure(settings, model, credential))
    if provider == "openai":
        return ChosenModel(name, _openai(settings, model))
    return ChosenModel(name, _other(settings, provider, model))


def _is_like(name: str, known: str) -> bool:
    """Whether somebody who wrote the one may have meant the other."""
    return bool(get_close_matches(name.lower(), [known], cutoff=0.5))


def is_reasoning(model: str) -> bool:
    """Tell by its name whether a model of OpenAI reasons, and so refuses a temperature."""
    return bool(_REASONING.search(model.lower()))


def _configured(settings: Settings) -> str:
    if settings.azure_endpoint:
        return f"azure_openai:{_azure_deployment(settings)}"
    if settings.openai_base_url:
        raise SettingsError(
            "OPENAI_BASE_URL is set, but no model is named. Set ANALYST_MODEL, for example "
            "ANALYST_MODEL=openai:llama3.2."
        )
    return f"openai:{DEFAULT_OPENAI_MODEL}" if settings.openai_key else RULE_BASED


def _azure_deployment(settings: Settings) -> str:
    if not settings.azure_deployment:
        raise SettingsError(
            "AZURE_OPENAI_ENDPOINT is set, but no deployment is named. Set AZURE_OPENAI_MODEL to the name "
            "of the model's deployment."
        )
    return settings.azure_deployment


def _azure(settings: Settings, deployment: str, credential: "TokenCredential | None") -> "BaseChatModel":
    if not settings.azure_endpoint:
        raise SettingsError(
            f"The model azure_openai:{deployment} needs an endpoint. Set AZURE_OPENAI_ENDPOINT."
        )
    from langchain_openai import AzureChatOpenAI

    return AzureChatOpenAI(
        azure_endpoint=settings.azure_endpoint,
        azure_deployment=deployment,
        api_version=settings.azure_api_version,
        model=deployment,
        **_azure_sign_in(settings, credential),
        **_openai_options(settings, deployment),
    )


def _azure_sign_in(settings: Settings, credential: "TokenCredential | None") -> dict[str, Any]:
    if settings.azure_key:
        return {"api_key": settings.azure_key}
    from azure.identity import DefaultAzureCredential, get_bearer_token_provider

    token = get_bearer_token_provider(credential or DefaultAzureCredential(), AZURE_SCOPE)
    return {"azure_ad_token_provider": token, "azure_ad_async_token_provider": _in_thread(token)}


def _in_thread(token: Callable[[], str]) -> Callable[[], Awaitable[str]]:
    """Keep the event loop free while a token is fetched, which may start `az` and wait for it."""

    async def fetch() -> str:
        return await asyncio.to_thread(token)

    return fetch


def _openai(settings: Settings, model: str) -> "BaseChatModel":
    if not settings.openai_key and not settings.openai_base_url:
        raise SettingsError(f"The model openai:{model} needs a key. Set OPENAI_API_KEY.")
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model,
        base_url=settings.openai_base_url or OPENAI_URL,
        api_key=settings.openai_key or "unused",  # Ollama and vLLM ask for none, but the client does
        **_openai_options(settings, model),
    )


def _openai_options(settings: Settings, model: str) -> dict[str, Any]:
    # A temperature of None is passed on purpose: where none is given, ChatOpenAI sends 1 to o1.
    return {
        "temperature": None if is_reasoning(model) else settings.temperature,
        "reasoning_effort": settings.reasoning_effort,
        "timeout": settings.model_seconds,
        "stream_chunk_timeout": settings.model_seconds,
        "max_retries": MAX_RETRIES,
        "stream_usage": True,
    }


def _other(settings: Settings, provider: str, model: str) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"timeout": settings.model_seconds, "max_retries": MAX_RETRIES}
    if settings.temperature is not None:
        options["temperature"] = settings.temperature
    name = f"{provider}:{model}"
    try:
        chat: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}"
        raise SettingsError(
            f"The model {name} needs a package that is not installed. Run `uv pip install {package}`."
        ) from error
    except ValueError as error:
        raise SettingsError(
            f"The model {name} cannot be set up: {_first_line(error)}. "
            "Check the provider's name and its key, or use openai:… or azure_openai:…."
        ) from error
    return chat


def _first_line(error: ValueError) -> str:
    """The reason alone: what follows may repeat the arguments, and a key is one."""
    return str(error).partition("\n")[0].rstrip(". ")
