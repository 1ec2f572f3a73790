"""Responses that stop for approval: what they ask, and the response that goes on with the answer.

A run that waits is a row that belongs to the response that has asked. Whoever answers takes it, once.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from openai.types.responses.response_item import McpApprovalResponse

from agents.events import ReviewEvent
from graphs.control import Decision
from server.bodies import Body, shaped
from server.dialects.approval import CODE_TOOL, arguments_of
from server.dialects.responses.items import ANSWERED, ASKED
from server.dialects.responses.request import CreateResponse
from server.errors import InvalidRequestError, MissingError
from server.ids import new_id
from server.running.answering import Resumed
from server.state.records import Records
from server.state.tables import Record

WAITING = "response.waiting"
RAN = "code_interpreter_call"
FIXED = (
    *("model", "instructions", "tools", "tool_choice", "max_tool_calls"),
    *("temperature", "top_p", "text", "reasoning"),
)
"""What a run goes on with as it began."""


class _Edited(Body):
    code: str


def item_of(event: ReviewEvent) -> dict[str, Any]:
    """The item that asks for approval."""
    return {
        "id": new_id("mcpr_"),
        "type": ASKED,
        "name": "python",
        "server_label": CODE_TOOL,
        "arguments": arguments_of(event),
    }


async def keep(records: Records, response: Record, state: str) -> None:
    """Keep the run that waits for the answer to the response's last item."""
    await _keep(records, response, _row(response.body["output"][-1]["id"]), response.id, state)


async def give_back(records: Records, response: Record, resumed: Resumed | None) -> None:
    """Let a request be answered again, where the run that went on from it has failed before anything ran."""
    if not resumed or any(item["type"] == RAN for item in response.body["output"]):
        return
    asked = response.inside["answered"]
    with suppress(MissingError):  # the response that has asked may be deleted
        await records.get("response", asked["response"])
        await _keep(records, response, asked["row"], asked["response"], resumed.state)


async def _keep(records: Records, response: Record, row: str, parent: str, state: str) -> None:
    inside = {name: response.inside[name] for name in ("request", "container")} | {"state": state}
    await records.add(records.new({"id": row, "object": WAITING}, parent=parent, **inside))


def answer_in(sent: str | Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The answer to a request for approval, where the input is one; raises InvalidRequestError."""
    found = [item for item in sent if isinstance(item, dict) and item.get("type") == ANSWERED]
    if not found:
        return None
    if len(sent) > 1:
        raise InvalidRequestError("The answer to a request for approval comes alone.", "input")
    if not isinstance(found[0].get("approve"), bool):  # the shape would take the word "yes" for one
        raise InvalidRequestError("Invalid value for 'approve': it is true or false.", "input")
    return shaped(McpApprovalResponse, {**found[0], "id": new_id("mcpa_")}, "input")


async def going_on(
    records: Records, body: CreateResponse, answer: dict[str, Any]
) -> tuple[CreateResponse, Record]:
    """Find the run that waits for an answer; what is asked for is what it began with."""
    decision_of(answer)  # raises
    row = await records.find(WAITING, _row(answer["approval_request_id"]))
    if row is None:
        raise _unknown(answer)
    began = CreateResponse.model_validate(row.inside["request"])
    for name in body.model_fields_set.intersection(FIXED):
        if getattr(body, name) != getattr(began, name):
            raise InvalidRequestError(f"The run goes on with the '{name}' that it began with.", name)
    return body.model_copy(update={name: getattr(began, name) for name in FIXED}), row


async def take(records: Records, row: Record, answer: dict[str, Any]) -> dict[str, Any]:
    """Take the run that waits, so that nobody else goes on with it; gives what its response has to know."""
    try:
        await records.delete(WAITING, row.id)
    except MissingError:
        raise _unknown(answer) from None
    return {
        "resumed": {"state": row.inside["state"], "decision": decision_of(answer).model_dump()},
        "answered": {"row": row.id, "response": row.parent},
    }


def decision_of(answer: dict[str, Any]) -> Decision:
    """Read an answer: `arguments` beside `approve` hold the code to run instead."""
    if not answer["approve"]:
        return Decision(action="reject", reason=answer.get("reason") or "")
    if answer.get("arguments") is None:
        return Decision(action="run")
    try:
        return Decision(action="edit", code=_Edited.model_validate_json(answer["arguments"]).code)
    except (ValueError, TypeError):
        raise InvalidRequestError("'arguments' is JSON with the 'code' to run instead.", "input") from None


def _row(request: str) -> str:
    """The id of the row of a run that waits: that of the request is taken in conversations."""
    return f"waiting_{request}"


def _unknown(answer: dict[str, Any]) -> InvalidRequestError:
    asked = answer["approval_request_id"]
    return InvalidRequestError(
        f"No run waits for approval request {asked}: there is none, or it was answered already.", "input"
    )
