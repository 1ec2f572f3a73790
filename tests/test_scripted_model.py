import json

import openai
import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from pydantic import BaseModel
from scripted_model import (
    ScriptedModel,
    cut_off,
    error,
    filtered,
    malformed,
    stall,
    structured,
    text,
    tool_call,
    truncated,
)

pytest_plugins = ["fixtures_model"]

ASK = [{"role": "user", "content": "How many?"}]
SUM = tool_call("execute_python_code", code="print(1 + 1)")
CHART = tool_call("execute_python_code", code="print('図')")
TOOL = {
    "type": "function",
    "function": {
        "name": "execute_python_code",
        "description": "Run Python.",
        "parameters": {"type": "object", "properties": {"code": {"type": "string"}}},
    },
}


class Finding(BaseModel):
    city: str
    people: int


OSAKA = Finding(city="大阪", people=2_752_412)


@pytest.fixture
def client(scripted_model: ScriptedModel):
    with openai.OpenAI(base_url=scripted_model.base_url, api_key="unused") as connected:
        yield connected


@pytest.fixture
def chat(scripted_model: ScriptedModel) -> ChatOpenAI:
    return ChatOpenAI(model="gpt-5-mini", base_url=scripted_model.base_url, api_key="unused", max_retries=2)


@pytest.fixture
def azure(scripted_model: ScriptedModel) -> AzureChatOpenAI:
    return AzureChatOpenAI(
        azure_endpoint=scripted_model.endpoint,
        azure_deployment="analyst",
        api_version="2024-12-01-preview",
        api_key="unused",
    )


def test_the_official_client_reads_text_and_usage(scripted_model, client):
    scripted_model.enqueue(text("42", usage=(100, 3)))
    answer = client.chat.completions.create(model="gpt-5-mini", messages=ASK)
    assert answer.choices[0].message.content == "42"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == 103
    (request,) = scripted_model.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer unused"
    assert request.body["messages"] == ASK


def test_the_official_client_reads_a_stream_with_usage(scripted_model, client):
    scripted_model.enqueue(text("Forty-two, as ever."))
    chunks = list(
        client.chat.completions.create(
            model="gpt-5-mini", messages=ASK, stream=True, stream_options={"include_usage": True}
        )
    )
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert [piece for piece in pieces if piece] == ["Forty-tw", "o, as ev", "er."]
    assert chunks[-1].usage.prompt_tokens == 11


def test_a_stream_carries_usage_only_when_asked(scripted_model, client):
    scripted_model.enqueue(text("42"))
    chunks = list(client.chat.completions.create(model="gpt-5-mini", messages=ASK, stream=True))
    assert {chunk.usage for chunk in chunks} == {None}


def test_the_official_client_lists_the_models(client):
    assert [model.id for model in client.models.list()] == ["gpt-5-mini"]


def test_the_official_client_reads_responses(scripted_model, client):
    scripted_model.enqueue(text("42") + SUM, text("Forty-two, as ever."), truncated("Forty"))
    answer = client.responses.create(model="gpt-5-mini", input="How many?")
    assert answer.output_text == "42"
    assert json.loads(answer.output[1].arguments) == {"code": "print(1 + 1)"}
    events = list(client.responses.create(model="gpt-5-mini", input="How many?", stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[-1].response.output_text == "Forty-two, as ever."
    short = client.responses.create(model="gpt-5-mini", input="How many?")
    assert (short.status, short.incomplete_details.reason) == ("incomplete", "max_output_tokens")


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (403, openai.PermissionDeniedError),
        (404, openai.NotFoundError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
    ],
)
def test_errors_are_the_official_clients_own(scripted_model, client, status, raised):
    scripted_model.enqueue(error(status, "Because."))
    with pytest.raises(raised, match=r"Because\."):
        client.with_options(max_retries=0).chat.completions.create(model="gpt-5-mini", messages=ASK)


def test_a_rate_limit_is_tried_again(scripted_model, client):
    scripted_model.enqueue(error(429), error(500), text("42"))
    answer = client.chat.completions.create(model="gpt-5-mini", messages=ASK)
    assert answer.choices[0].message.content == "42"
    assert len(scripted_model.requests) == 3


def test_a_request_beyond_the_script_says_so_at_once(scripted_model, client):
    with pytest.raises(openai.InternalServerError, match="no reply left for request 1"):
        client.chat.completions.create(model="gpt-5-mini", messages=ASK)
    assert len(scripted_model.requests) == 1


def test_an_unknown_route_is_not_found(client):
    with pytest.raises(openai.NotFoundError, match="No route /v1/files"):
        client.files.list()


@pytest.mark.parametrize("stream", [False, True])
def test_a_malformed_body_does_not_parse(scripted_model, client, stream):
    scripted_model.enqueue(malformed())
    with pytest.raises((json.JSONDecodeError, openai.APIError)):
        list(client.chat.completions.create(model="gpt-5-mini", messages=ASK, stream=stream))


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_breaks_off_is_a_connection_error(scripted_model, client, stream):
    scripted_model.enqueue(cut_off("Forty-two, as ever."))
    with pytest.raises(openai.APIConnectionError):
        list(
            client.with_options(max_retries=0).chat.completions.create(model="m", messages=ASK, stream=stream)
        )


def test_a_stall_outlasts_the_clients_patience(scripted_model, client):
    scripted_model.enqueue(stall())
    with pytest.raises(openai.APITimeoutError):
        client.with_options(max_retries=0, timeout=0.1).chat.completions.create(model="m", messages=ASK)


def test_a_finish_reason_is_passed_on(scripted_model, client):
    scripted_model.enqueue(truncated("Forty"), filtered())
    first, second = (client.chat.completions.create(model="m", messages=ASK).choices[0] for _ in range(2))
    assert (first.finish_reason, first.message.content) == ("length", "Forty")
    assert (second.finish_reason, second.message.content) == ("content_filter", None)


@pytest.mark.parametrize("name", ["chat", "azure"])
async def test_langchain_gets_text_and_calls(request, scripted_model, name):
    model = request.getfixturevalue(name)
    scripted_model.enqueue(text("Let me see. ") + SUM + CHART)
    answer = await model.bind_tools([TOOL]).ainvoke("How many?")
    assert answer.text == "Let me see. "
    assert [call["args"]["code"] for call in answer.tool_calls] == ["print(1 + 1)", "print('図')"]
    assert answer.usage_metadata["total_tokens"] == 18


@pytest.mark.parametrize("name", ["chat", "azure"])
async def test_langchain_puts_a_stream_together(request, scripted_model, name):
    model = request.getfixturevalue(name)
    scripted_model.enqueue(text("Let me see. ") + SUM + CHART)
    whole = AIMessageChunk("")
    async for chunk in model.bind_tools([TOOL]).astream("How many?", stream_usage=True):
        whole += chunk
    assert whole.text == "Let me see. "
    assert [call["args"]["code"] for call in whole.tool_calls] == ["print(1 + 1)", "print('図')"]
    assert whole.usage_metadata["input_tokens"] == 11


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
@pytest.mark.parametrize("name", ["chat", "azure"])
def test_langchain_gets_a_structured_answer(request, scripted_model, name, method):
    model = request.getfixturevalue(name).with_structured_output(Finding, method=method)
    scripted_model.enqueue(structured(OSAKA))
    assert model.invoke("Osaka?") == OSAKA


@pytest.mark.parametrize("stream", [False, True])
def test_langchain_over_responses(scripted_model, chat, stream):
    model = chat.model_copy(update={"use_responses_api": True, "streaming": stream})
    scripted_model.enqueue(text("Let me see. ") + SUM + CHART, structured(OSAKA))
    answer = model.bind_tools([TOOL]).invoke([HumanMessage("How many?")])
    assert answer.text == "Let me see. "
    assert [call["args"]["code"] for call in answer.tool_calls] == ["print(1 + 1)", "print('図')"]
    assert model.with_structured_output(Finding).invoke("Osaka?") == OSAKA
    assert {request.path for request in scripted_model.requests} == {"/v1/responses"}


def test_azures_path_names_the_deployment(scripted_model, azure):
    scripted_model.enqueue(text("42"))
    azure.invoke("How many?")
    (request,) = scripted_model.requests
    assert request.path == "/openai/deployments/analyst/chat/completions"
    assert request.query == {"api-version": "2024-12-01-preview"}
    assert request.headers["api-key"] == "unused"
