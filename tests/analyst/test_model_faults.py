"""What a model and its server do wrong, and the sentence that says so."""

import socket

import openai
import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError
from fixtures_settings import KEY, chosen
from langchain_core.exceptions import OutputParserException
from pydantic import BaseModel
from scripted_model import (
    Raw,
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
from agents.model_calls.faults import explain
from analyst.settings import Settings


class Finding(BaseModel):
    people: int


class NoCredential:
    def get_token(self, *_: str, **__: object) -> AccessToken:
        raise ClientAuthenticationError("No one is signed in.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


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
