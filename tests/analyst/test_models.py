import subprocess
import sys

import pytest
from azure.core.credentials import AccessToken
from fixtures_settings import KEY, chosen
from scripted_model import (
    text,
)

from analyst.models import choose_model, is_reasoning
from analyst.settings import Settings, SettingsError


class LocalCredential:
    """Signs in without Azure, and remembers for what."""

    def __init__(self) -> None:
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_: object) -> AccessToken:
        self.scopes.extend(scopes)
        return AccessToken("token-of-azure", 4_000_000_000)


@pytest.mark.parametrize("settings", [Settings(), Settings(model="rule-based", openai_key=KEY)])
def test_the_rule_based_analyst_is_no_model(settings):
    assert choose_model(settings) is None


def test_the_named_model_comes_before_azure_and_azure_before_openai(scripted_model):
    azure = {"azure_endpoint": scripted_model.endpoint, "azure_key": KEY, "azure_deployment": "mine"}
    assert chosen(Settings(openai_key=KEY)).name == "openai:gpt-5-mini"
    assert chosen(Settings(openai_key=KEY, **azure)).name == "azure_openai:mine"
    assert chosen(Settings(openai_key=KEY, model="openai:gpt-4o", **azure)).name == "openai:gpt-4o"
    assert chosen(Settings(model="azure_openai:other", **azure)).name == "azure_openai:other"


async def test_openai_is_asked_with_the_key(scripted_model, openai_settings):
    scripted_model.enqueue(text("42"))
    assert (await chosen(openai_settings()).chat.ainvoke("How many?")).text == "42"
    (request,) = scripted_model.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY.get_secret_value()}"
    assert request.body["model"] == "gpt-5-mini"


def test_a_server_without_a_key_needs_only_its_url_and_a_model(scripted_model, openai_settings):
    scripted_model.enqueue(text("42"))
    assert chosen(openai_settings(openai_key=None, model="openai:qwen3:8b")).chat.invoke("?").text == "42"
    assert scripted_model.requests[0].body["model"] == "qwen3:8b"
    assert scripted_model.requests[0].headers["authorization"] == "Bearer unused"


async def test_azure_is_asked_with_the_key(scripted_model, azure_settings):
    scripted_model.enqueue(text("42"))
    await chosen(azure_settings()).chat.ainvoke("How many?")
    (request,) = scripted_model.requests
    assert request.path == "/openai/deployments/gpt-5-mini/chat/completions"
    assert request.query == {"api-version": "2025-04-01-preview"}
    assert request.headers["api-key"] == KEY.get_secret_value()
    assert "authorization" not in request.headers


async def test_azure_is_asked_with_a_token_where_there_is_no_key(scripted_model, azure_settings):
    scripted_model.enqueue(text("42"), text("43"))
    credential = LocalCredential()
    chat = chosen(azure_settings(azure_key=None), credential).chat
    assert [chat.invoke("?").text, (await chat.ainvoke("?")).text] == ["42", "43"]
    assert {request.headers["authorization"] for request in scripted_model.requests} == {
        "Bearer token-of-azure"
    }
    assert set(credential.scopes) == {"https://cognitiveservices.azure.com/.default"}


@pytest.mark.parametrize("name", ["gpt-5-mini", "gpt-5.4", "gpt-6-astra", "o1", "o3-mini", "o4-mini"])
def test_reasoning_models_get_no_temperature(scripted_model, openai_settings, azure_settings, name):
    scripted_model.enqueue(text("42"), text("42"))
    for settings in (openai_settings(model=f"openai:{name}"), azure_settings(azure_deployment=name)):
        warm = settings.model_copy(update={"temperature": 0.5})
        assert chosen(warm).chat.invoke("?").text == "42"
    assert all("temperature" not in request.body for request in scripted_model.requests)


def test_other_models_get_a_temperature_only_when_it_is_set(scripted_model, openai_settings):
    scripted_model.enqueue(text("42"), text("42"))
    chosen(openai_settings(model="openai:llama3.2", temperature=0)).chat.invoke("?")
    chosen(openai_settings(model="openai:llama3.2")).chat.invoke("?")
    cool, unset = scripted_model.requests
    assert cool.body["temperature"] == 0
    assert "temperature" not in unset.body


def test_the_effort_is_passed_on(scripted_model, openai_settings):
    scripted_model.enqueue(text("42"))
    chosen(openai_settings(reasoning_effort="low")).chat.invoke("?")
    assert scripted_model.requests[0].body["reasoning_effort"] == "low"


@pytest.mark.parametrize(
    "name", ["gpt-4o", "gpt-4.1-mini", "gpt-35-turbo", "gpt-5-chat", "gpt-oss:20b", "llama3"]
)
def test_what_does_not_reason(name):
    assert not is_reasoning(name)


async def test_a_stream_tells_its_usage(scripted_model, openai_settings, azure_settings):
    scripted_model.enqueue(text("42"), text("42"))
    for settings in (openai_settings(), azure_settings()):
        chunks = [chunk async for chunk in chosen(settings).chat.astream("How many?")]
        assert sum(chunk.usage_metadata["total_tokens"] for chunk in chunks if chunk.usage_metadata) == 18


def test_other_providers_come_through_langchain(monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=r"Run `uv pip install langchain-anthropic`\."):
        choose_model(Settings(model="anthropic:claude-sonnet-4-5"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(model="gpt-5-mini"), r"Write, for example, openai:gpt-5-mini\."),
        (Settings(model="llama3"), r"Write, for example, openai:llama3\."),
        (Settings(model="rules"), r"'rules' is not named as provider:name\. .* rule-based\."),
        (Settings(model="rule_based"), r"Write, for example, rule-based\."),
        (Settings(model="openai:"), r"'openai:' is not named as provider:name\. .* openai:gpt-5-mini\."),
        (Settings(model="nobody:gpt-5-mini"), r"nobody:gpt-5-mini cannot be set up: Unsupported provider"),
        (Settings(model="openai:gpt-5-mini"), r"needs a key\. Set OPENAI_API_KEY\."),
        (Settings(model="azure_openai:mine"), r"needs an endpoint\. Set AZURE_OPENAI_ENDPOINT\."),
        (
            Settings(azure_endpoint="contoso", azure_key=KEY),
            r"no deployment is named\. Set AZURE_OPENAI_MODEL",
        ),
        (Settings(openai_base_url="http://127.0.0.1:11434/v1"), r"Set ANALYST_MODEL, for example"),
    ],
)
def test_what_is_missing_is_named(settings, said):
    with pytest.raises(SettingsError, match=said):
        choose_model(settings)


def test_importing_models_imports_no_langchain():
    code = "import sys, analyst.models; print(any(name.startswith('langchain') for name in sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
