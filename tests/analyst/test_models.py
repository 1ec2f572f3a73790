import socket
import subprocess
import sys
from collections.abc import Callable

import openai
import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError
from langchain_core.exceptions import OutputParserException
from pydantic import BaseModel, SecretStr
from scripted_model import (
    Raw,
    ScriptedModel,
    cut_off,
    error,
    malformed,
    stall,
    structured,
    text,
    tool_call,
    truncated,
    web_page,
)

from agents.errors import ModelFailedError
from agents.model_errors import explain
from analyst.models import ChosenModel, choose_model, is_reasoning
from analyst.settings import Settings, SettingsError

pytest_plugins = ["fixtures_model"]

KEY = SecretStr("sk-the-secret-of-this-test-0123456789")


class Finding(BaseModel):
    people: int


class LocalCredential:
    """Signs in without Azure, and remembers for what."""

    def __init__(self) -> None:
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_: object) -> AccessToken:
        self.scopes.extend(scopes)
        return AccessToken("token-of-azure", 4_000_000_000)


class NoCredential:
    def get_token(self, *_: str, **__: object) -> AccessToken:
        raise ClientAuthenticationError("No one is signed in.")


@pytest.fixture
def openai_settings(scripted_model: ScriptedModel) -> Callable[..., Settings]:
    def make(**values: object) -> Settings:
        usual = {"openai_base_url": scripted_model.base_url, "openai_key": KEY, "model": "openai:gpt-5-mini"}
        return Settings(**usual | values)

    return make


@pytest.fixture
def azure_settings(scripted_model: ScriptedModel) -> Callable[..., Settings]:
    def make(**values: object) -> Settings:
        usual = {
            "azure_endpoint": scripted_model.endpoint,
            "azure_key": KEY,
            "azure_deployment": "gpt-5-mini",
        }
        return Settings(**usual | values)

    return make


def chosen(settings: Settings, credential: object = None) -> ChosenModel:
    model = choose_model(settings, credential)
    assert model is not None
    return model


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


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


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([error(401)], "The model refused the key. Check AZURE_OPENAI_API_KEY or OPENAI_API_KEY"),
        ([error(403)], "The model may not be used with this sign-in. Ask for the role"),
        ([error(404)], "The model was not found. Check the model's or deployment's name"),
        ([error(410)], "The model has been retired. Deploy or name a newer one"),
        ([error(429)] * 3, "The model's rate limit is reached. Wait a minute"),
        ([error(429, code="insufficient_quota")] * 3, "The account of the model has no quota left. Check"),
        ([error(500)] * 3, "The model's server failed (status 500). Try again in a minute."),
        ([error(503)] * 3, "The model's server failed (status 503). Try again in a minute."),
        (
            [error(400, f"No such parameter: {KEY.get_secret_value()}.")],
            "The model did not accept the request: No such parameter: …. Check the model's name",
        ),
        ([error(400, code="content_filter")], "The model's content filter stopped the answer. Put"),
        ([error(400, code="context_length_exceeded")], "The request is longer than the model accepts. Ask"),
        ([malformed()], "The model answered something that cannot be read. Try again"),
    ],
)
@pytest.mark.parametrize("kind", ["openai_settings", "azure_settings"])
async def test_an_error_of_the_model_is_explained(request, scripted_model, kind, replies, said):
    scripted_model.enqueue(*replies)
    chat = chosen(request.getfixturevalue(kind)()).chat
    with pytest.raises((openai.OpenAIError, ValueError)) as caught:
        await chat.ainvoke("How many?")
    explained = explain(caught.value)
    assert isinstance(explained, ModelFailedError)
    assert str(explained).startswith(said)
    assert "sk-" not in str(explained)
    assert scripted_model.left == 0


async def test_a_web_page_in_place_of_an_answer_is_explained(scripted_model, openai_settings):
    scripted_model.enqueue(web_page())
    with pytest.raises(AttributeError) as caught:  # of the client, which hands a text on
        await chosen(openai_settings()).chat.with_structured_output(Settings).ainvoke("How many?")
    assert "check the endpoint" in str(explain(caught.value))


async def test_a_reply_without_choices_is_explained(scripted_model, openai_settings):
    scripted_model.enqueue(Raw(200, '{"id": "chatcmpl-1", "choices": []}', {}))
    with pytest.raises(IndexError) as caught:  # of the client, which takes the first of them
        await chosen(openai_settings()).chat.ainvoke("How many?")
    assert "answered something that cannot be read" in str(explain(caught.value))


async def test_a_stream_that_breaks_off_is_explained(scripted_model, openai_settings):
    scripted_model.enqueue(cut_off("Forty-two, as ever."))
    with pytest.raises(openai.APIConnectionError) as caught:
        [_ async for _ in chosen(openai_settings()).chat.astream("How many?")]
    assert str(explain(caught.value)).startswith("The model could not be reached.")


@pytest.mark.slow
async def test_a_stall_is_explained(scripted_model, openai_settings):
    scripted_model.enqueue(*[stall()] * 3)
    with pytest.raises(openai.APITimeoutError) as caught:
        await chosen(openai_settings(model_seconds=0.1)).chat.ainvoke("How many?")
    assert str(explain(caught.value)).startswith("The model did not answer in time. Try again, or allow")


@pytest.mark.slow
def test_a_refused_port_is_explained(openai_settings):
    settings = openai_settings(openai_base_url=f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(openai.APIConnectionError) as caught:
        chosen(settings).chat.invoke("How many?")
    assert str(explain(caught.value)).startswith("The model could not be reached. Check the endpoint")


async def test_no_sign_in_is_explained(azure_settings):
    with pytest.raises(ClientAuthenticationError) as caught:
        await chosen(azure_settings(azure_key=None), NoCredential()).chat.ainvoke("?")
    assert str(explain(caught.value)) == (
        "No sign-in for Azure was found. Run `az login`, or set AZURE_OPENAI_API_KEY."
    )


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (truncated('{"people": 2'), "The model's answer broke off before its end."),
        (structured({"persons": 2}), "The model answered something that cannot be read."),
        (text("Two."), "The model answered something that cannot be read."),
    ],
)
async def test_a_structured_answer_that_does_not_fit_is_explained(
    scripted_model, openai_settings, reply, said
):
    scripted_model.enqueue(reply)
    chat = chosen(openai_settings()).chat.with_structured_output(Finding)
    with pytest.raises((openai.OpenAIError, ValueError)) as caught:
        await chat.ainvoke("How many?")
    assert str(explain(caught.value)).startswith(said)


def test_arguments_that_are_not_json_are_kept_apart(scripted_model, openai_settings):
    scripted_model.enqueue(tool_call("execute_python_code", '{"code": "print('))
    answer = chosen(openai_settings()).chat.invoke("How many?")
    assert answer.tool_calls == []
    assert answer.invalid_tool_calls[0]["args"] == '{"code": "print('


def test_what_is_explained_already_stays():
    explained = ModelFailedError("The model slept. Wake it.")
    assert explain(explained) is explained


def test_a_parser_s_complaint_is_a_malformed_answer():
    assert str(explain(OutputParserException("no JSON"))).startswith("The model answered something")
