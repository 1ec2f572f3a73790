"""A run asked for over HTTP: its body, its code, its headers."""

import base64
import binascii
import time
import uuid

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from session_pool.errors import RequestError
from session_pool.outcome import Outcome
from session_pool.pool import Pool


class Code(BaseModel):
    """What to run. Unknown fields are ignored, and words are read in any case."""

    code: str = ""
    code_input_type: str = Field("inline", alias="codeInputType")
    execution_type: str = Field("synchronous", alias="executionType")
    timeout_seconds: float | None = Field(None, alias="timeoutInSeconds", gt=0)

    @field_validator("code_input_type", "execution_type")
    @classmethod
    def _known(cls, value: str, info: ValidationInfo) -> str:
        known = {
            "code_input_type": ("inline", "inlinebase64", "inlinetext"),
            "execution_type": ("synchronous", "asynchronous"),
        }[info.field_name or ""]
        if value.lower() not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return value

    @property
    def source(self) -> str:
        """The Python source. Raises `RequestError` for base64 that is none."""
        if self.code_input_type.lower() != "inlinebase64":
            return self.code
        try:
            return base64.b64decode(self.code, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as fault:
            raise RequestError("The code is not base64 of UTF-8 text.") from fault


async def run(
    pool: Pool, identifier: str, source: str, seconds: float | None
) -> tuple[Outcome, dict[str, str]]:
    """Run Python in the identifier's session; return what came of it and the service's headers."""
    asked = time.perf_counter()
    async with pool.lend(identifier) as session:
        lent = time.perf_counter()
        outcome = await session.execute(source, seconds or pool.settings.run_seconds)
    ended = time.perf_counter()
    return outcome, {
        "x-ms-session-guid": session.guid,
        "mise-correlation-id": str(uuid.uuid4()),
        "x-ms-allocation-retries": "0",
        "x-ms-allocation-time": f"{(lent - asked) * 1000:.4f}",
        "x-ms-preparation-time": "0",
        "x-ms-container-execution-duration": str(outcome.milliseconds),
        "x-ms-execution-request-time": f"{(ended - lent) * 1000:.4f}",
        "x-ms-execution-read-response-time": "0",
        "x-ms-overall-execution-time": f"{(ended - asked) * 1000:.4f}",
    }
