"""The values that pass between the steps. All are frozen and made of JSON, so a checkpoint can hold them."""

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

ColumnType = Literal["integer", "number", "boolean", "text", "date", "datetime", "time", "empty"]
ExecutionStatus = Literal["ok", "error", "timeout", "lost"]
T = TypeVar("T", int, float)
AnswerStatus = Literal["answered", "unanswered", "needs_input", "limit"]


UNTOLD = -1
"""The size of a file that is told to nobody who reads this."""
_OTHER_VERSION = "written by another version"


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def model_construct(  # type: ignore[override]  # pydantic's plugin takes it for its own, without values
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> Self:
        """Called where a checkpoint does not fit: another version wrote it. What is unknown is left out."""
        return cls.model_validate(values, context=_OTHER_VERSION)

    @model_validator(mode="before")
    @classmethod
    def _without_unknown(cls, given: Any, info: ValidationInfo) -> Any:
        if info.context != _OTHER_VERSION or not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if name in cls.model_fields}


class SourceFile(Value):
    """A file that the user brought; its bytes are in the store under `digest`."""

    name: str
    digest: str
    size: int
    after: int = 0
    """How many cells the thread had when the file was brought."""


class Column(Value):
    """What is known of one column. `low` and `high` are text, as the column would print them."""

    name: str
    type: ColumnType
    unit: str = ""
    missing: int = 0
    unique: int = 0
    low: str | None = None
    high: str | None = None
    examples: tuple[str, ...] = ()
    """Up to eight values, the commonest first."""


class Table(Value):
    """One table of a file and the exact way to read it."""

    file: str
    table: str
    """The variable that holds the table in the session: a valid Python name."""
    rows: int
    columns: tuple[Column, ...]
    read: str
    """A Python expression that gives the DataFrame; it needs only `import pandas as pd`."""
    notes: tuple[str, ...] = ()
    """What was assumed or left out, a sentence each."""
    replaced: str = ""
    """Digest of the file it was read from, where the thread has a newer one of that name; else empty."""


class Profile(Value):
    """What the files hold, found by reading them in the session."""

    tables: tuple[Table, ...]

    @property
    def current(self) -> "Profile":
        """The profile without the tables of files that were replaced."""
        return Profile(tables=tuple(table for table in self.tables if not table.replaced))


class Figure(Value):
    """A chart: the PNG is in the store under `digest`, the rest is what a model may see of it."""

    id: str
    title: str = ""
    axes: str = ""
    width: int = 0
    height: int = 0
    digest: str

    @property
    def name(self) -> str:
        """The name of the file as which it reaches a reader."""
        return f"{self.id}.png"


class Artifact(Value):
    """A file that a run left in /mnt/data, new or changed; its bytes are in the store under `digest`."""

    name: str
    digest: str
    size: int


class Execution(Value):
    """What came of running code. A failure is a value here, never an exception."""

    status: ExecutionStatus
    stdout: str = ""
    stderr: str = ""
    value: str = ""
    """The last expression as text, empty where there was none."""
    figures: tuple[Figure, ...] = ()
    files: tuple[Artifact, ...] = ()
    milliseconds: int = 0
    cut_off: bool = False
    """Whether the pool went away while it ran, which is not the code's doing."""
    astray: bool = False
    """Whether another session may have run it than the one that ran what came before."""
    fonts: tuple[str, ...] | None = None
    """Families that charts could fall back on when it began; None where nothing was drawn or saved."""


class Step(Value):
    """One thing to do, and the code that does it. The tables are already in their variables."""

    title: str
    code: str


class Plan(Value):
    """What to do about a question: steps, or a direct answer, or a question back."""

    steps: tuple[Step, ...] = ()
    assumptions: tuple[str, ...] = ()
    """What was taken for granted in reading the question, a sentence each."""
    establishes: tuple[str, ...] = ()
    """What later questions build on: filters in force, definitions, units, a phrase each."""
    answer: str = ""
    """The answer itself, where no code is needed."""
    unread: str = ""
    """Why the rules could not read the question; there are no steps then."""
    ask: str = ""
    """A question back to the user, where the asked one has several readings."""
    options: tuple[str, ...] = ()


class Cell(Value):
    """A step that was run, numbered from 1 within its thread."""

    id: int
    title: str
    code: str
    execution: Execution


class Claim(Value):
    """A statement of the answer and the cell whose output it rests on."""

    text: str
    value: str
    cell: int | None = None
    verified: bool = True
    """False where no output shows the value and none of them gives it by a simple sum."""
    how: str = ""
    """How the value was found, such as `cell 2`, or `difference of two values in cell 2`."""


class Answer(Value):
    """The answer in Markdown, with `[2]` after what cell 2 shows, and the claims it makes."""

    text: str
    claims: tuple[Claim, ...] = ()


class Turn(Value):
    """An earlier question of the thread and what was answered."""

    question: str
    answer: str
    cells: int = 0
    """How many cells the thread had when the turn ended."""


class Usage(Value):
    """What a run has used so far. Session time is the time that code ran."""

    model_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    session_seconds: float = 0.0
    dollars: float | None = None
    """What the tokens cost; None where the price is not known."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            model_calls=self.model_calls + other.model_calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            session_seconds=round(self.session_seconds + other.session_seconds, 3),
            dollars=_sum(self.dollars, other.dollars),
        )


MOST = 10**9


def _kept(limit: T) -> T:
    """A limit that clocks and checkpoints can hold; one beyond that is none in effect."""
    return min(limit, MOST)


Count = Annotated[int, AfterValidator(_kept)]


class Limits(Value):
    """Limits of one turn; None is no limit. `seconds` is time on the clock."""

    seconds: Annotated[float, AfterValidator(_kept)] | None = Field(default=None, gt=0, allow_inf_nan=False)
    tokens: Count | None = Field(default=None, gt=0)
    calls: Count | None = Field(default=None, gt=0)
    prompt_tokens: Count | None = Field(default=None, ge=0)
    completion_tokens: Count | None = Field(default=None, ge=0)


class Budget(Value):
    """The limits of a run, what it has used so far, and when it began, in seconds since the epoch."""

    limits: Limits = Limits()
    used: Usage = Usage()
    started: float = 0.0


class Task(Value):
    """All that an analyst is told about a question, and what answering it may use."""

    question: str
    profile: Profile
    history: tuple[Turn, ...] = ()
    established: tuple[str, ...] = ()
    """What the thread has established, the oldest first."""
    variables: str = ""
    """What the session holds, where a step of it is to be mended."""
    budget: Budget = Budget()


def _sum(one: float | None, other: float | None) -> float | None:
    return other if one is None else one + (other or 0.0)
