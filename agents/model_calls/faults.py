"""What went wrong between us and a model, in a sentence, and what to do about it in another."""

import math
import re
from typing import Any, NamedTuple

from agents.errors import ModelBusyError, ModelFailedError, ModelMissingError, ModelRefusedError

_KEY_LIKE = re.compile(r"\b(sk-\S+|Bearer \S+|[A-Za-z0-9_\-*]{24,})")

_SCHEMAS = re.compile(
    r"response_format|json[_ ]schema|json_object|structured|\btools?\b|tool_choice|function", re.I
)
_UNKNOWN_OPTION = re.compile(r"got an unexpected keyword argument '(\w+)'")


class _Fault(NamedTuple):
    happened: str
    advice: str
    kind: type[ModelFailedError] = ModelFailedError
    code: str | None = None


_NO_ACCESS = _Fault(
    "The model refused the key.",
    "Check AZURE_OPENAI_API_KEY or OPENAI_API_KEY, or sign in again with `az login`.",
)
_NOT_FOUND = _Fault(
    "The model was not found.",
    "Check the model's or deployment's name (AZURE_OPENAI_MODEL, ANALYST_MODEL) and the endpoint.",
    ModelMissingError,
)
_TOO_LONG = _Fault(
    "The request is longer than the model accepts.",
    "Ask about fewer files, or start a new thread.",
    ModelRefusedError,
    "context_length_exceeded",
)
_FILTERED = _Fault(
    "The model's content filter stopped the answer.",
    "Put the question in other words.",
    ModelRefusedError,
    "content_filter",
)
_CUT_OFF = _Fault("The model's answer broke off before its end.", "Ask for less at once, or try again.")
_MALFORMED = _Fault(
    "The model answered something that cannot be read.",
    "Try again; if it stays, check the endpoint (AZURE_OPENAI_ENDPOINT, OPENAI_BASE_URL), which may be "
    "that of a web page, or choose another model.",
)
_TIMEOUT = _Fault(
    "The model did not answer in time.",
    "Try again, or allow more time with ANALYST_MODEL_SECONDS.",
)
_UNREACHABLE = _Fault(
    "The model could not be reached.",
    "Check the endpoint (AZURE_OPENAI_ENDPOINT, OPENAI_BASE_URL) and the network.",
)
_NOT_SIGNED_IN = _Fault("No sign-in for Azure was found.", "Run `az login`, or set AZURE_OPENAI_API_KEY.")

_BUSY = _Fault(
    "The model's rate limit is reached.", "Wait a minute and try again, or raise the limit.", ModelBusyError
)

_BY_CODE = {
    "content_filter": _FILTERED,
    "context_length_exceeded": _TOO_LONG,
    "rate_limit_exceeded": _BUSY,  # in the middle of a stream there is no status
    "insufficient_quota": _Fault(
        "The account of the model has no quota left.",
        "Check its plan and billing, or choose another model.",
        ModelBusyError,
        "insufficient_quota",
    ),
}
_BY_STATUS = {
    401: _NO_ACCESS,
    403: _Fault(
        "The model may not be used with this sign-in.",
        "Ask for the role `Cognitive Services OpenAI User` on the resource, or use a key.",
    ),
    404: _NOT_FOUND,
    408: _TIMEOUT,
    410: _Fault(
        "The model has been retired.",
        "Deploy or name a newer one (AZURE_OPENAI_MODEL, ANALYST_MODEL).",
        ModelMissingError,
    ),
    429: _BUSY,
}
# By name, nearest class first, because each provider brings its own classes and none must be installed:
# those of openai, httpx, httpx2, azure-core and langchain are here.
_BY_CLASS = {
    "ContextOverflowError": _TOO_LONG,
    "ContentFilterFinishReasonError": _FILTERED,
    "OpenAIRefusalError": _Fault("The model refused to answer.", "Put the question in other words."),
    "LengthFinishReasonError": _CUT_OFF,
    "RemoteProtocolError": _CUT_OFF,
    "ModelTimeoutError": _TIMEOUT,
    "APITimeoutError": _TIMEOUT,
    "TimeoutException": _TIMEOUT,
    "TimeoutError": _TIMEOUT,
    "ModelConnectionError": _UNREACHABLE,
    "APIConnectionError": _UNREACHABLE,
    "TransportError": _UNREACHABLE,
    "ConnectionError": _UNREACHABLE,
    "ClientAuthenticationError": _NOT_SIGNED_IN,
    "ModelNotFoundError": _NOT_FOUND,
    "ModelAuthenticationError": _NO_ACCESS,
    "ValueError": _MALFORMED,  # JSON, pydantic and output parsers' errors are ValueErrors
    "LookupError": _MALFORMED,  # a reply without choices, say
    "AttributeError": _MALFORMED,  # openai's client hands on as text what is not JSON
    "TypeError": _MALFORMED,
}


def explain(error: Exception) -> ModelFailedError:
    """Turn what a model's client raised into what a person should read; no secret is in it."""
    if isinstance(error, ModelFailedError):
        return error
    if isinstance(error, TypeError) and (unknown := _UNKNOWN_OPTION.search(str(error))):
        return _not_taken(unknown[1])
    fault = _known(error) or _unknown(error)
    explained = fault.kind(f"{fault.happened} {fault.advice}")
    explained.code, explained.retry_after = fault.code, _seconds(error)
    if fault.kind is ModelRefusedError and not fault.code:
        explained.code, explained.param = (_word(_body(error).get(name)) for name in ("code", "param"))
    return explained


def is_without_schemas(error: Exception) -> bool:
    """Whether a model was asked for structured output, or to call a function, and can do neither."""
    refused = _status(error) in (400, 404, 415, 422, 501) and _SCHEMAS.search(f"{error}")
    return bool(refused) or isinstance(error, NotImplementedError)


def _not_taken(option: str) -> ModelRefusedError:
    refused = ModelRefusedError(f"The model takes no '{option}'. Leave it out, or choose another model.")
    refused.param = option
    return refused


def _known(error: Exception) -> _Fault | None:
    if "maximum context length" in str(_body(error).get("message")):  # vLLM has no code for it
        return _TOO_LONG
    by_code = _BY_CODE.get(str(_body(error).get("code")))
    by_status = _BY_STATUS.get(_status(error))
    by_class = next((_BY_CLASS[c.__name__] for c in type(error).__mro__ if c.__name__ in _BY_CLASS), None)
    return by_code or by_status or by_class


def _unknown(error: Exception) -> _Fault:
    status = _status(error)
    if status >= 500:
        return _Fault(f"The model's server failed (status {status}).", "Try again in a minute.")
    kind = ModelRefusedError if status else ModelFailedError
    said = _KEY_LIKE.sub("…", str(_body(error).get("message") or type(error).__name__))[:300].rstrip(". ")
    happened = f"The model did not accept the request: {said}."
    return _Fault(happened, "Check the model's name and settings.", kind)


def _status(error: Exception) -> int:
    """The HTTP status, as openai's and anthropic's errors carry it, or httpx's on the response."""
    status = getattr(error, "status_code", None) or getattr(
        getattr(error, "response", None), "status_code", None
    )
    return status if isinstance(status, int) else 0


def _body(error: Exception) -> dict[str, Any]:
    body = getattr(error, "body", None)
    return body if isinstance(body, dict) else {}


def _seconds(error: Exception) -> int | None:
    """What a provider says in `Retry-After`, where it says it in seconds."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return math.ceil(seconds) if 0 <= seconds < math.inf else None


def _word(said: Any) -> str | None:
    """A name that a program can go by; anything longer may hold a secret."""
    return said if isinstance(said, str) and re.fullmatch(r"[\w.\[\]]{1,64}", said) else None
