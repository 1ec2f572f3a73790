"""Counts what a request would put in, and starts nothing."""

from agents.model_calls.counting import estimate
from agents.model_calls.tool_calls import Offer
from server.dialects.responses import compactions, items
from server.dialects.responses.creating import what_goes_before
from server.dialects.responses.references import resolved
from server.dialects.responses.request import CreateResponse, check
from server.dialects.responses.work import history
from server.identity import Caller
from server.running.answering import DATA_ANALYST, check_model


class CountTokens(CreateResponse):
    """A request whose input is to be counted; where it names no model, the configured one is meant."""

    model: str = ""


async def input_tokens(caller: Caller, body: CountTokens) -> int:
    """Estimate the tokens; raises what `POST /responses` would raise."""
    check(body)
    await check_model(caller.service.parts, body.model)
    await what_goes_before(caller, body)
    before = await history(caller.records, body.conversation_id, body.previous_response_id)
    said = [*before, *items.normal(await resolved(caller, body.input or ""))]
    found = compactions.texts_of(await compactions.found_in(caller.records, said))
    messages = items.messages_of(said, found | {upload: upload for upload in items.image_ids(said)})
    plans = body.model == DATA_ANALYST  # what it tells its model depends on the files
    return estimate(messages, Offer(code=False) if plans else body.offer)
