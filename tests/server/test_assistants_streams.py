"""Streams of runs as the helpers of the official client follow them."""

import openai
import pytest
from fixtures_server import CODE, NESTED
from scripted_model import text, tool_call
from scripted_plans import code_call

pytestmark = pytest.mark.sandbox

DRAW = "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show(); print('drawn')"
ASKED = {"messages": [{"role": "user", "content": "draw, and ask"}]}


class Handler(openai.AsyncAssistantEventHandler):
    """Keeps the calls of tools as the client has put them together from what it was told."""

    def __init__(self):
        super().__init__()
        self.calls = {}
        self.given = ""
        self.cited = []

    async def on_text_delta(self, delta, snapshot):
        assert isinstance(snapshot.annotations, list)
        self.cited += delta.annotations or []

    async def on_tool_call_created(self, tool_call):
        self.calls[tool_call.id] = tool_call

    async def on_tool_call_delta(self, delta, snapshot):
        self.calls[snapshot.id] = snapshot
        if delta.type == "code_interpreter":
            self.given += delta.code_interpreter.input or ""


async def test_a_handler_is_told_of_the_files_that_a_text_links(client, scripted_model):
    beta = client.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    code = "open('/mnt/data/out.txt', 'w').write('x')"
    scripted_model.enqueue(code_call(code), text("See [it](sandbox:/mnt/data/out.txt)."))
    handler = Handler()
    async with beta.threads.create_and_run_stream(
        assistant_id=assistant.id, thread=ASKED, event_handler=handler
    ) as stream:
        message = (await stream.get_final_messages())[0]
    told = [cited.model_dump(exclude={"index"}) for cited in handler.cited]
    assert told == [annotation.model_dump() for annotation in message.content[0].text.annotations]
    assert told[0]["text"] == "sandbox:/mnt/data/out.txt"


async def test_a_handler_puts_the_calls_of_a_run_together(client, scripted_model):
    beta = client.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE, NESTED])
    calls = tool_call("weather", city="Kyoto") + tool_call("weather", city="Uji")
    scripted_model.enqueue(code_call(DRAW), calls, text("Rain."))
    handler = Handler()
    async with beta.threads.create_and_run_stream(
        assistant_id=assistant.id, thread=ASKED, event_handler=handler
    ) as stream:
        await stream.until_done()
    run = stream.current_run
    assert run.status == "requires_action"
    drawn, *asked = handler.calls.values()
    assert drawn.code_interpreter.input == handler.given == DRAW
    outputs = drawn.model_dump()["code_interpreter"]["outputs"]
    assert [output["type"] for output in outputs] == ["logs", "image"]
    wanted = run.required_action.submit_tool_outputs.tool_calls
    assert [(call.id, call.function.arguments) for call in asked] == [
        (call.id, call.function.arguments) for call in wanted
    ]
    outputs = [{"tool_call_id": call.id, "output": "rain"} for call in wanted]
    async with beta.threads.runs.submit_tool_outputs_stream(
        run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs
    ) as stream:
        messages = await stream.get_final_messages()
    assert [message.content[0].text.value for message in messages] == ["Rain."]
    steps = (await beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc")).data
    called = [step.step_details.tool_calls for step in steps if step.type == "tool_calls"]
    assert [call.id for calls in called for call in calls] == list(handler.calls)
