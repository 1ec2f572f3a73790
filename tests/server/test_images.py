"""Images in requests: what is handed on to a model, and what is refused before anything is started."""

import openai
import pytest
from scripted_model import text

from server.dialects import images

pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n\x1a\n"


async def upload(client, content):
    return (await client.files.create(file=("photo.png", content), purpose="vision")).id


async def show_in_response(client, **image):
    part = {"type": "input_image", "detail": "auto", **image}
    return await client.responses.create(model="gpt-5-mini", input=[{"role": "user", "content": [part]}])


async def show_in_message(client, image_url=None, file_id=None):
    part = (
        {"type": "image_url", "image_url": {"url": image_url}}
        if image_url
        else {"type": "image_file", "image_file": {"file_id": file_id}}
    )
    thread = await client.beta.threads.create()
    return await client.beta.threads.messages.create(thread.id, role="user", content=[part])


async def show_in_chat(client, image_url):
    part = {"type": "image_url", "image_url": {"url": image_url}}
    return await client.chat.completions.create(
        model="gpt-5-mini", messages=[{"role": "user", "content": [part]}]
    )


async def show_in_conversation(client, image_url):
    part = {"type": "input_image", "detail": "auto", "image_url": image_url}
    return await client.conversations.create(items=[{"role": "user", "content": [part]}])


@pytest.mark.parametrize("show", [show_in_response, show_in_message, show_in_chat, show_in_conversation])
@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/a",
        "file:///etc/passwd",
        "/etc/passwd",
        "gs://a/b",
        "data:text/html,a",
        "https:///",
    ],
)
async def test_a_url_that_reaches_into_a_network_or_machine_is_refused(client, scripted_model, show, url):
    with pytest.raises(openai.BadRequestError, match="begins with 'https://' or 'data:image"):
        await show(client, image_url=url)
    assert scripted_model.requests == []


@pytest.mark.parametrize("show", [show_in_response, show_in_chat])
@pytest.mark.parametrize(
    "url", ["https://a.example/b.png?c=d", "HTTPS://a.example", "data:image/png;base64,AAAA"]
)
async def test_a_url_of_the_web_and_an_image_inline_are_handed_on(client, scripted_model, show, url):
    scripted_model.enqueue(text("Seen."))
    await show(client, image_url=url)
    assert scripted_model.requests[0].body["messages"][-1]["content"][0]["image_url"]["url"] == url


async def test_how_closely_a_model_shall_look_reaches_it(client, scripted_model):
    scripted_model.enqueue(text("Seen."), text("Seen."))
    await show_in_response(client, image_url="https://a.example/b.png", detail="low")
    assistant = await client.beta.assistants.create(model="gpt-5-mini")
    image = {"type": "image_file", "image_file": {"file_id": await upload(client, PNG), "detail": "high"}}
    await client.beta.threads.create_and_run_poll(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": [image]}]},
        poll_interval_ms=50,
    )
    told = [request.body["messages"][-1]["content"][0]["image_url"] for request in scripted_model.requests]
    assert [image["detail"] for image in told] == ["low", "high"]


@pytest.mark.parametrize("show", [show_in_response, show_in_message])
async def test_an_upload_that_is_no_image_is_refused(client, show):
    with pytest.raises(openai.BadRequestError, match=r"photo\.png is no image that models read"):
        await show(client, file_id=await upload(client, b"a,b\n1,2\n"))
    with pytest.raises(openai.APIStatusError, match="larger than the 20 MB") as caught:
        await show(client, file_id=await upload(client, PNG.ljust(images.MOST + 1)))
    assert caught.value.status_code == 413


@pytest.mark.slow
async def test_the_images_of_a_conversation_have_a_size_together(client, scripted_model):
    uploads = [await upload(client, PNG.ljust(images.MOST, bytes([n]))) for n in range(3)]
    parts = [{"type": "input_image", "detail": "auto", "file_id": one} for one in uploads]
    asked = {"model": "gpt-5-mini", "input": [{"role": "user", "content": parts}]}
    with pytest.raises(openai.APIStatusError, match="50 MB together"):
        await client.responses.create(**asked)
    told = [event async for event in await client.responses.create(**asked, stream=True)]
    assert "50 MB together" in told[-1].response.error.message
    assert [event.type for event in told][-1] == "response.failed"
    assert scripted_model.requests == []


async def test_a_part_that_no_chat_completion_knows_is_refused(client, scripted_model):
    for part in ({"type": "image", "url": "http://a.example"}, {"type": "media", "file_uri": "gs://a"}, {}):
        with pytest.raises(openai.BadRequestError, match="Parts of messages are"):
            await client.chat.completions.create(
                model="gpt-5-mini", messages=[{"role": "user", "content": [part]}]
            )
    assert scripted_model.requests == []
