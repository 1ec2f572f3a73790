"""The replies of a scripted model that plans, mends and summarises, or runs code itself."""

from scripted_model import structured, tool_call
from scripted_replies import Reply, Structured

from agents.model_calls.tool_calls import NAME


def plan(
    *codes: str,
    answer: str = "",
    ask: str = "",
    options: tuple[str, ...] = (),
    establishes: tuple[str, ...] = (),
) -> Structured:
    """A plan with a step for each piece of code."""
    steps = [{"title": f"Step {number}", "code": code} for number, code in enumerate(codes, 1)]
    return structured(
        {
            "assumptions": [],
            "establishes": list(establishes),
            "steps": steps,
            "answer": answer,
            "ask": ask,
            "options": list(options),
        }
    )


def step(code: str) -> Structured:
    """A mended step."""
    return structured({"title": "Mended", "code": code})


def summary(text: str, *claims: tuple[str, int]) -> Structured:
    """An answer; each claim is a value and the cell it rests on."""
    return structured(
        {"text": text, "claims": [{"text": value, "value": value, "cell": cell} for value, cell in claims]}
    )


def code_call(code: str) -> Reply:
    """A call of the code interpreter."""
    return tool_call(NAME, code=code)
