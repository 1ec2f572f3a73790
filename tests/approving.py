"""What callers say who approve of each run of code, with the official client."""

from pathlib import Path

CODE = {"type": "code_interpreter", "container": {"type": "auto"}, "require_approval": "always"}
COUNT = "print(len(penguins))"
OUTPUTS = ["code_interpreter_call.outputs"]


def request_in(response):
    """What a response asks, which is always its last item."""
    asked = response.output[-1]
    assert (asked.type, asked.name, asked.server_label) == (
        "mcp_approval_request",
        "python",
        "code_interpreter",
    )
    return asked


async def ask(client, words="go", **fields):
    return await client.responses.create(**{"model": "gpt-5-mini", "tools": [CODE], "input": words, **fields})


async def ask_analyst(client, penguins):
    """Ask the analyst a question about penguins."""
    file = await client.files.create(file=Path(penguins), purpose="user_data")
    said = [{"type": "input_text", "text": "How many?"}, {"type": "input_file", "file_id": file.id}]
    return await ask(client, [{"role": "user", "content": said}], model="data-analyst")


async def answer(client, response, approve=True, **fields):
    """Answer what a response asks; `reason` and `arguments` go into the answer."""
    said = {name: fields.pop(name) for name in ("reason", "arguments") if name in fields}
    item = {"type": "mcp_approval_response", "approval_request_id": request_in(response).id}
    return await client.responses.create(
        **{
            "model": response.model,
            "previous_response_id": response.id,
            "input": [{**item, "approve": approve, **said}],
            "include": OUTPUTS,
            **fields,
        }
    )
