"""Chat Completions, with OpenAI's and Azure's client."""

import base64

import httpx
import openai
import pytest
from fixtures_server import HI, NESTED, client_of, http_of, offline, opened
from scripted_model import error, text, tool_call
from scripted_plans import code_call

pytestmark = pytest.mark.sandbox


async def test_a_conversation_is_answered(client, scripted_model):
    scripted_model.enqueue(text("Hello."))
    answer = await client.chat.completions.create(
        model="gpt-5-mini", messages=[{"role": "system", "content": "Be brief."}, *HI], max_tokens=50
    )
    assert answer.choices[0].message.content == "Hello."
    assert (answer.choices[0].finish_reason, answer.usage.total_tokens) == ("stop", 18)
    assert "tool_calls" not in answer.choices[0].message.to_dict()
    body = scripted_model.requests[0].body
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert (body["max_completion_tokens"], "tools" in body) == (50, False)


async def test_a_stream_ends_with_its_usage(client, scripted_model):
    scripted_model.enqueue(text("Hello to you."))
    stream = await client.chat.completions.create(
        model="gpt-5-mini", messages=HI, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    said = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert len(said) > 3
    assert "".join(said) == "Hello to you."
    assert chunks[-1].usage.total_tokens == 18
    assert all(chunk.to_dict()["usage"] is None for chunk in chunks[:-1])


async def test_code_is_run_on_a_file_of_the_message_and_what_it_makes_is_linked(client, http, scripted_model):
    code = (
        "import pandas as pd, matplotlib.pyplot as plt\n"
        "pd.read_csv('/mnt/data/a.csv').plot(title='Trend'); plt.show()"
    )
    scripted_model.enqueue(code_call(code), text("Drawn."))
    data = base64.b64encode(b"x\n1\n2\n").decode()
    part = {"type": "file", "file": {"filename": "a.csv", "file_data": f"data:text/csv;base64,{data}"}}
    said = [{"role": "user", "content": [{"type": "text", "text": "draw"}, part]}]
    answer = await client.chat.completions.create(model="code-interpreter", messages=said)
    words, _, link = answer.choices[0].message.content.partition("\n\n")
    assert words == "Drawn."
    url = link.removeprefix("![Trend](").removesuffix(")")
    assert (await http.get(url)).content.startswith(b"\x89PNG")


async def test_a_function_is_called_and_answered(client, scripted_model):
    scripted_model.enqueue(tool_call("weather", city="Kyoto"))
    answer = await client.chat.completions.create(
        model="gpt-5-mini", messages=HI, tools=[NESTED], tool_choice="required"
    )
    message = answer.choices[0].message
    assert answer.choices[0].finish_reason == "tool_calls"
    assert message.tool_calls[0].function.arguments == '{"city": "Kyoto"}'
    assert scripted_model.requests[0].body["tool_choice"] == "required"
    scripted_model.enqueue(text("Rain."))
    output = {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "rain"}
    again = await client.chat.completions.create(
        model="gpt-5-mini", messages=[*HI, message.model_dump(exclude_none=True), output], tools=[NESTED]
    )
    assert again.choices[0].message.content == "Rain."


async def test_the_analyst_reads_a_question_that_comes_with_a_file_in_parts(parts):
    file = {"filename": "a.csv", "file_data": "data:text/csv;base64,YSxiCjEsMgozLDQK"}
    said = [{"type": "text", "text": "How many rows are there?"}, {"type": "file", "file": file}]
    async with opened(offline(parts)) as app, http_of(app) as http:
        asked = client_of(http).chat.completions.create
        answer = await asked(model="data-analyst", messages=[{"role": "user", "content": said}])
        assert answer.choices[0].message.content.startswith("There are 2 rows")
        said.append({"type": "image_url", "image_url": {"url": "https://a.example/b.png"}})
        with pytest.raises(openai.BadRequestError, match="sees no images"):
            await asked(model="data-analyst", messages=[{"role": "user", "content": said}])


async def test_azure_s_client_names_the_deployment(http, scripted_model):
    scripted_model.enqueue(text("Hello."))
    azure = openai.AsyncAzureOpenAI(
        azure_endpoint="http://localhost", api_key="unused", api_version="2024-10-21", http_client=http
    )
    answer = await azure.chat.completions.create(model="gpt-5-mini", messages=HI)
    assert (answer.model, answer.choices[0].message.content) == ("gpt-5-mini", "Hello.")


async def test_the_model_is_null_where_a_client_names_the_deployment_only(http, scripted_model):
    """LangChain's client of Azure does so."""
    scripted_model.enqueue(text("Hello."))
    path = "/openai/deployments/gpt-5-mini/chat/completions?api-version=2024-10-21"
    answer = (await http.post(path, json={"model": None, "messages": HI})).json()
    assert (answer["model"], answer["choices"][0]["message"]["content"]) == ("gpt-5-mini", "Hello.")


async def test_a_model_that_fails_in_a_stream_is_an_error_of_the_client(client, scripted_model):
    scripted_model.enqueue(error(500))
    stream = await client.chat.completions.create(model="gpt-5-mini", messages=HI, stream=True)
    with pytest.raises(openai.APIError, match="server failed"):
        [chunk async for chunk in stream]


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"n": 2}, "n"),
        ({"top_logprobs": 2}, "top_logprobs"),
        ({"response_format": {"type": "xml"}}, "response_format"),
        ({"response_format": {"type": "json_object"}, "model": "data-analyst"}, "response_format"),
        ({"response_format": {"type": "json_object"}, "tools": [NESTED]}, "tools"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "nobody", "content": "x"}]}, "messages"),
        ({"model": "data-analyst", "tools": [NESTED]}, "tools"),
    ],
)
async def test_what_would_be_ignored_and_matters_is_refused(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.chat.completions.create(**{"model": "gpt-5-mini", "messages": HI, **fields})
    assert caught.value.param == param


async def test_a_session_is_taken_for_code_only_and_given_back(client, pool, scripted_model):
    """A pool has only so many: answers without code take none, and completions do not keep theirs."""

    async def held():
        headers, query = {"Authorization": f"Bearer {pool.token}"}, {"api-version": "2025-10-02-preview"}
        async with httpx.AsyncClient(headers=headers) as outside:
            listed = (await outside.get(f"{pool.endpoint}/listSessions", params=query)).json()
        return {session["identifier"] for session in listed["sessions"]}

    before = await held()
    scripted_model.enqueue(text("Hello."), code_call("print(1)"), text("One."))
    await client.responses.create(model="code-interpreter", input="Hi")
    await client.chat.completions.create(model="code-interpreter", messages=HI)
    assert await held() <= before
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    await client.responses.create(model="code-interpreter", input="Hi")
    assert len(await held() - before) == 1
