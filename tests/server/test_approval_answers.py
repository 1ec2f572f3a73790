"""Which answers to a request for approval are taken, how often, and what is refused."""

import openai
import pytest
from approving import CODE, COUNT, answer, ask, ask_analyst, request_in
from scripted_model import error, text
from scripted_plans import code_call, plan, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.mark.parametrize("background", [False, True])
async def test_an_answer_can_be_given_again_where_nothing_has_run(
    client, penguins, scripted_model, background
):
    scripted_model.enqueue(plan(COUNT))
    asked = await ask_analyst(client, penguins)
    scripted_model.enqueue(error(401))
    if background:
        failed = await answer(client, asked, approve=False, background=True)
        stream = await client.responses.retrieve(failed.id, stream=True)
        assert [event.type async for event in stream][-1] == "response.failed"
    else:
        with pytest.raises(openai.InternalServerError, match="refused the key"):
            await answer(client, asked, approve=False)
    scripted_model.enqueue(summary("There are 344."))
    done = await answer(client, asked)
    assert done.output[0].outputs[0].logs == "344"
    with pytest.raises(openai.BadRequestError, match="it was answered already"):
        await answer(client, asked)


async def test_an_answer_is_spent_where_its_code_has_run(client, penguins, scripted_model):
    scripted_model.enqueue(plan(COUNT))
    asked = await ask_analyst(client, penguins)
    scripted_model.enqueue(error(401))
    with pytest.raises(openai.InternalServerError, match="refused the key"):
        await answer(client, asked)
    with pytest.raises(openai.BadRequestError, match="it was answered already"):
        await answer(client, asked)


async def test_an_answer_is_taken_once(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    first = await ask(client)
    await answer(client, first)
    with pytest.raises(openai.BadRequestError, match="answered already"):
        await answer(client, first)


async def test_what_is_asked_of_one_owner_is_unknown_to_another(guarded, scripted_model):
    ada, bob = await guarded("ada"), await guarded("bob")
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    first = await ask(ada)
    for chain in (first.id, None):
        with pytest.raises(openai.BadRequestError, match="there is none"):
            await answer(bob, first, previous_response_id=chain)
    assert (await answer(ada, first)).output_text == "One."


async def test_a_response_that_is_deleted_waits_no_more(client, app, scripted_model):
    scripted_model.enqueue(code_call("print(1)"))
    first = await ask(client)
    await client.responses.delete(first.id)
    with pytest.raises(openai.BadRequestError, match="there is none"):
        await answer(client, first, previous_response_id=None)


async def test_what_waits_is_not_run_after_something_else_has_run_in_its_session(client, scripted_model):
    scripted_model.enqueue(
        code_call("x = 1"), text("Set."), code_call("print(x)"), code_call("x = 2"), text("Set.")
    )
    free = {**CODE, "require_approval": "never"}
    before = await ask(client, tools=[free])
    waiting = await ask(client, previous_response_id=before.id)
    await ask(client, tools=[free], previous_response_id=before.id)
    with pytest.raises(openai.BadRequestError, match="was used since"):
        await answer(client, waiting)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"arguments": "print(1)"}, "'arguments' is JSON"),
        ({"arguments": '{"code": " "}'}, "'arguments' is JSON"),
        ({"arguments": '{"code": "\\ud800"}'}, "'arguments' is JSON"),
        ({"arguments": "[" * 100_000}, "'arguments' is JSON"),
        ({"arguments": {"code": "print(1)"}}, "'arguments' is JSON"),
        ({"approve": "perhaps"}, "Invalid value for 'approve'"),
        ({"approve": "yes"}, "Invalid value for 'approve'"),
        ({"model": "gpt-other"}, "'model' that it began with"),
        ({"tools": [{**CODE, "require_approval": "never"}]}, "'tools' that it began with"),
        ({"store": False}, "has to be stored"),
        ({"previous_response_id": None}, "No approval request found"),
    ],
)
async def test_a_bad_answer_is_refused_and_the_run_waits_on(client, scripted_model, fields, said):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    first = await ask(client)
    with pytest.raises(openai.BadRequestError, match=said):
        await answer(client, first, **fields)
    assert (await answer(client, first)).output_text == "One."


async def test_an_answer_comes_alone_and_only_as_an_answer(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"))
    first = await ask(client)
    item = {"type": "mcp_approval_response", "approval_request_id": request_in(first).id, "approve": True}
    also = {"role": "user", "content": "and be quick"}
    with pytest.raises(openai.BadRequestError, match="comes alone"):
        await ask(client, [item, also], previous_response_id=first.id)
    with pytest.raises(openai.BadRequestError, match="No approval response found"):
        await ask(client, "go on", previous_response_id=first.id)
    with pytest.raises(openai.BadRequestError, match="not supported here"):
        await client.conversations.create(items=[item])


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tools": [{**CODE, "require_approval": "sometimes"}]}, "tools"),
        ({"tools": [{**CODE, "require_approval": {"never": {}}}]}, "tools"),
        ({"store": False}, "store"),
    ],
)
async def test_what_cannot_be_approved_of_is_refused(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await ask(client, **fields)
    assert caught.value.param == param


async def test_a_completion_cannot_wait(client):
    with pytest.raises(openai.BadRequestError, match="cannot wait for approval"):
        await client.chat.completions.create(
            model="code-interpreter", messages=[{"role": "user", "content": "go"}], tools=[CODE]
        )
