"""An article's script for Azure's Assistants: through today's client, and its bodies as they were sent."""

import asyncio
import json
import time

import openai
import pytest
from scripted_model import text
from scripted_plans import code_call

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.filterwarnings("ignore:Due to a bug, this method doesn't actually stream:DeprecationWarning"),
]

DRAW = """\
import pandas as pd, matplotlib.pyplot as plt
d = pd.read_csv('/mnt/data/ほにゃららデータ.csv')
d.plot(x='年', y='値'); plt.title('Trend'); plt.show()
"""
SAID = "推移をグラフにしました。"


def script(endpoint, model, csv, target):
    """What the article does, with `tool_resources` where the client has no `file_ids` any more."""
    client = openai.AzureOpenAI(
        api_key="unused", api_version="2024-02-15-preview", azure_endpoint=endpoint, timeout=60
    )
    with csv.open("rb") as opened:
        file = client.files.create(file=opened, purpose="assistants")
    assistant = client.beta.assistants.create(
        name="ほにゃららデータ分析",
        instructions="あなたはほにゃららのデータ分析官です。",
        tools=[{"type": "code_interpreter"}],
        model=model,
        tool_resources={"code_interpreter": {"file_ids": [file.id]}},
    )
    thread = client.beta.threads.create()
    client.beta.threads.messages.create(
        thread_id=thread.id, role="user", content="ほにゃららの推移をグラフ化してください"
    )
    run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
    while run.status in ("queued", "in_progress"):
        time.sleep(0.05)
        run = client.beta.threads.runs.retrieve(thread_id=thread.id, run_id=run.id)
    assert run.status == "completed", run
    messages = client.beta.threads.messages.list(thread_id=thread.id)
    data = json.loads(messages.model_dump_json(indent=2))
    image_file_id = data["data"][0]["content"][0]["image_file"]["file_id"]
    reply_message = data["data"][0]["content"][1]["text"]["value"]
    client.files.content(image_file_id).stream_to_file(target)
    client.close()
    return reply_message


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "ほにゃららデータ.csv"
    path.write_text("年,値\n2021,1\n2022,3\n", encoding="utf-8")
    return path


async def test_the_script_gets_its_graph(address, scripted_model, csv, tmp_path):
    scripted_model.enqueue(code_call(DRAW), text(SAID))
    reply = await asyncio.to_thread(script, address, "gpt-5-mini", csv, tmp_path / "graph.png")
    assert reply == SAID
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")


async def test_the_bodies_of_version_1_get_it_too(http, scripted_model, csv):
    scripted_model.enqueue(code_call(DRAW), text(SAID))
    http.headers.update({"api-key": "unused", "OpenAI-Beta": "assistants=v1"})
    http.params = {"api-version": "2024-02-15-preview"}

    async def post(path, body=None):
        answer = await http.post(f"/openai{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    form = {"files": {"file": (csv.name, csv.read_bytes())}, "data": {"purpose": "assistants"}}
    file = (await http.post("/openai/files", **form)).json()
    assistant = await post(
        "/assistants",
        {
            "name": "ほにゃららデータ分析",
            "instructions": "あなたはほにゃららのデータ分析官です。",
            "tools": [{"type": "code_interpreter"}],
            "model": "gpt-5-mini",
            "file_ids": [file["id"]],
        },
    )
    assert assistant["file_ids"] == [file["id"]]
    thread = await post("/threads")
    said = {"role": "user", "content": "ほにゃららの推移をグラフ化してください"}
    message = await post(f"/threads/{thread['id']}/messages", said)
    assert message["file_ids"] == []
    run = await post(f"/threads/{thread['id']}/runs", {"assistant_id": assistant["id"]})
    url = f"/openai/threads/{thread['id']}"
    while run["status"] in ("queued", "in_progress"):
        await asyncio.sleep(0.05)
        run = (await http.get(f"{url}/runs/{run['id']}")).json()
    data = (await http.get(f"{url}/messages")).json()
    image, words = data["data"][0]["content"]
    assert words["text"]["value"] == SAID
    content = await http.get(f"/openai/files/{image['image_file']['file_id']}/content")
    assert content.content.startswith(b"\x89PNG")
