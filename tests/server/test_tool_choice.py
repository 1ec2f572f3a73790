"""What a caller lets a model call, or makes it call: in the model's first turn, after that it is free."""

import openai
import pytest
from fixtures_server import AUTO, HI, NESTED
from scripted_model import text, tool_call
from scripted_plans import code_call

from agents.model_calls.tool_calls import NAME

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]

WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object"}, "strict": False}
OURS, THEIRS = (
    {"type": "function", "function": {"name": NAME}},
    {"type": "function", "function": {"name": "weather"}},
)
RUN = code_call("print(42)")


def allowed(mode, *tools):
    return {"type": "allowed_tools", "mode": mode, "tools": list(tools)}


def told(scripted_model):
    """The names of the tools and the choice, call by call."""
    return [
        (
            [tool["function"]["name"] for tool in request.body.get("tools", [])],
            request.body.get("tool_choice"),
        )
        for request in scripted_model.requests
    ]


BOTH = [NAME, "weather"]
OPEN = {"type": "object", "properties": {"city": {"type": "string"}}}
CLOSED = {**OPEN, "required": ["city"], "additionalProperties": False}


@pytest.mark.parametrize(
    ("choice", "names", "first"),
    [
        pytest.param("auto", BOTH, None, id="auto"),
        pytest.param("required", BOTH, "required", id="required"),
        pytest.param({"type": "code_interpreter"}, BOTH, OURS, id="the code interpreter"),
        pytest.param(allowed("auto", {"type": "code_interpreter"}), [NAME], None, id="one of them"),
        pytest.param(allowed("required", AUTO, WEATHER), BOTH, "required", id="one or the other"),
    ],
)
async def test_code_is_run_as_the_caller_chose_and_then_the_model_is_free(
    client, scripted_model, choice, names, first
):
    scripted_model.enqueue(RUN, text("42."))
    answer = await client.responses.create(
        model="gpt-5-mini", input="Hi", tools=[AUTO, WEATHER], tool_choice=choice
    )
    assert answer.output_text == "42."
    assert told(scripted_model) == [(names, first), (names, None)]


@pytest.mark.parametrize(
    "choice",
    [{"type": "function", "name": "weather"}, allowed("required", WEATHER)],
    ids=["named", "allowed"],
)
async def test_a_function_is_forced_beside_the_code_interpreter(client, scripted_model, choice):
    scripted_model.enqueue(tool_call("weather"))
    answer = await client.responses.create(
        model="gpt-5-mini", input="Hi", tools=[AUTO, WEATHER], tool_choice=choice
    )
    assert answer.output[0].name == "weather"
    assert told(scripted_model)[0][1] in (THEIRS, "required")


async def test_none_binds_no_tool(client, scripted_model):
    scripted_model.enqueue(text("Hello."))
    await client.responses.create(
        model="gpt-5-mini", input="Hi", tools=[AUTO, WEATHER], tool_choice="none", parallel_tool_calls=False
    )
    assert told(scripted_model) == [([], None)]
    assert "parallel_tool_calls" not in scripted_model.requests[0].body


@pytest.mark.parametrize(
    ("model", "tools", "choice"),
    [
        ("gpt-5-mini", [WEATHER], {"type": "code_interpreter"}),
        ("gpt-5-mini", [WEATHER], {"type": "web_search_preview"}),
        ("gpt-5-mini", [AUTO, WEATHER], {"type": "function", "name": "another"}),
        ("gpt-5-mini", [AUTO], allowed("auto", WEATHER)),
        ("gpt-5-mini", [AUTO], allowed("perhaps", AUTO)),
        ("gpt-5-mini", [AUTO], allowed("auto", "code_interpreter")),
        ("gpt-5-mini", [AUTO], "sometimes"),
        ("gpt-5-mini", [], "required"),
        ("data-analyst", [AUTO], "none"),
    ],
)
async def test_a_choice_of_what_is_not_there_is_refused(client, model, tools, choice):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.create(model=model, input="Hi", tools=tools, tool_choice=choice)
    assert caught.value.param == "tool_choice"


async def test_a_completion_chooses_among_functions(client, scripted_model):
    among = {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [THEIRS]}}
    for choice, first in ((THEIRS, THEIRS), (among, "required")):
        scripted_model.enqueue(tool_call("weather"))
        await client.chat.completions.create(
            model="code-interpreter", messages=HI, tools=[NESTED], tool_choice=choice
        )
        assert told(scripted_model)[-1] == (BOTH if choice is THEIRS else ["weather"], first)


async def test_a_run_forces_its_tool_once(client, scripted_model):
    assistant = await client.beta.assistants.create(
        model="gpt-5-mini", tools=[{"type": "code_interpreter"}, NESTED]
    )
    scripted_model.enqueue(RUN, tool_call("weather"), text("Rain."))
    run = await client.beta.threads.create_and_run_poll(
        assistant_id=assistant.id,
        thread={"messages": HI},
        tool_choice={"type": "code_interpreter"},
        poll_interval_ms=20,
    )
    call = run.required_action.submit_tool_outputs.tool_calls[0]
    done = await client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id,
        thread_id=run.thread_id,
        tool_outputs=[{"tool_call_id": call.id, "output": "rain"}],
        poll_interval_ms=20,
    )
    assert done.status == "completed"
    assert told(scripted_model) == [(BOTH, OURS), (BOTH, None), (BOTH, None)]


@pytest.mark.parametrize(
    ("schema", "strict"),
    [(CLOSED, True), (OPEN, False), (None, False), ({**CLOSED, "properties": {"city": OPEN}}, False)],
)
async def test_a_function_is_as_strict_as_the_response_says(client, scripted_model, schema, strict):
    tool = {"type": "function", "name": "weather", "parameters": schema}
    scripted_model.enqueue(text("Hello."))
    answer = await client.responses.create(model="gpt-5-mini", input="Hi", tools=[tool])
    (told_of,) = scripted_model.requests[0].body["tools"]
    assert (answer.tools[0].strict, told_of["function"].get("strict", False)) == (strict, strict)
