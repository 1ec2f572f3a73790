"""The command `analyst`. What is slow to import is imported by the subcommand that needs it."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from agents.errors import AnalystError, UsageError
from analyst.cli.complaining import complain, reason
from analyst.cli.screen import Screen

if TYPE_CHECKING:
    from analyst.settings import Settings

ANSWERED, NOT_ANSWERED, WRONG_USAGE, STOPPED = 0, 1, 2, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Bring CSVs, ask a question, get an answer computed by code that ran in an isolated session.",
)

Files = Annotated[list[str] | None, typer.Argument(help="CSV, Excel, JSON or Parquet.", show_default=False)]
Model = Annotated[
    str,
    typer.Option(help="`provider:name`, or `rule-based`. Empty: what the settings say.", show_default=False),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Folder for reports and figures.", show_default=False)
]


Thread = Annotated[str, typer.Option(help="Go on with this thread.", show_default=False)]
Read = Annotated[
    str, typer.Option(help="How to read the files, as for pandas: 'sep=\";\"'.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Approve = Annotated[bool, typer.Option("--approve", help="Show each step first: run, edit or reject it.")]
NoRows = Annotated[bool, typer.Option("--no-rows", help="Let no cell of the data reach the model.")]
Ranges = Annotated[
    bool, typer.Option("--ranges", help="With --no-rows: lowest and highest of numeric columns may.")
]
MaxSeconds = Annotated[
    float | None, typer.Option(min=1, help="End after so many seconds.", show_default=False)
]
MaxTokens = Annotated[int | None, typer.Option(min=1, help="End after so many tokens.", show_default=False)]
MaxCalls = Annotated[
    int | None, typer.Option(min=1, help="End after so many calls of the model.", show_default=False)
]


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    files: Files = None,
    model: Model = "",
    output: Output = None,
    thread: Thread = "",
    approve: Approve = False,
    max_seconds: MaxSeconds = None,
    max_tokens: MaxTokens = None,
    max_calls: MaxCalls = None,
    read: Read = "",
    no_rows: NoRows = False,
    ranges: Ranges = False,
    as_json: AsJson = False,
) -> None:
    """Answer one question about CSV files, workbooks, JSON or Parquet."""
    from analyst.cli import asking

    settings = settings_with(model, output)
    wishes = asking.Wishes(approve, max_seconds, max_tokens, max_calls, read, no_rows, ranges)
    request = asking.Request(question, tuple(files or ()), thread, as_json, wishes)
    run(asking.ask(settings, request), as_json)


@app.command()
def chat(
    files: Files = None,
    model: Model = "",
    output: Output = None,
    thread: Thread = "",
    approve: Approve = False,
    max_seconds: MaxSeconds = None,
    max_tokens: MaxTokens = None,
    max_calls: MaxCalls = None,
    no_rows: NoRows = False,
    ranges: Ranges = False,
) -> None:
    """Ask question after question about the same files."""
    from analyst.cli import asking, chatting

    limits = (max_seconds, max_tokens, max_calls)
    wishes = asking.Wishes(approve, *limits, no_rows=no_rows, ranges=ranges)
    run(chatting.chat(settings_with(model, output), tuple(files or ()), thread, wishes))


@app.command()
def threads(
    thread: Annotated[str, typer.Argument(help="Go on with this thread.", show_default=False)] = "",
    model: Model = "",
    output: Output = None,
) -> None:
    """List the threads kept on this machine, or go on with one."""
    from analyst.cli import chatting

    settings = settings_with(model, output)
    run(chatting.resume(settings, thread) if thread else chatting.list_kept(settings))


@app.command()
def profile(
    files: Annotated[list[str], typer.Argument(help="CSV files, or Excel, Parquet, JSON, gzip, zip.")],
    read: Read = "",
    as_json: AsJson = False,
) -> None:
    """Show what files hold, and the exact call that reads them."""
    from analyst.cli import profiling

    run(profiling.show(settings_with(), tuple(files), read, as_json), as_json)


@app.command()
def export(
    thread: Annotated[str, typer.Argument(help="A thread, as `analyst threads` lists them.")],
    to: Annotated[
        Literal["notebook", "script", "report", "html"], typer.Option(help="What to write.")
    ] = "notebook",
    output: Output = None,
) -> None:
    """Hand over a thread; its cells run again in a clean session first."""
    from analyst.cli import exporting

    run(exporting.export(settings_with(output=output), thread, exporting.Format(to)))


@app.command()
def pool(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 0,
    token: Annotated[
        str,
        typer.Option(
            help="Bearer token. Better: ANALYST_POOL_TOKEN, which `ps` does not show. "
            "Made at random where neither is given.",
            show_default=False,
        ),
    ] = "",
    tls_cert: Annotated[
        Path | None, typer.Option(help="Certificate, to serve HTTPS.", show_default=False)
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its private key.", show_default=False)] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--set", help="Any setting of the pool, as NAME=VALUE.", show_default=False),
    ] = None,
) -> None:
    """Run the session pool alone."""
    from analyst.cli import pooling

    given = {"host": host, "port": port, "token": token, "tls_cert": tls_cert, "tls_key": tls_key}
    own = settings_with().pool_token
    told(lambda: pooling.serve(given, more or [], own.get_secret_value() if own else ""))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    model: Model = "",
) -> None:
    """Serve OpenAI's API: Responses, Containers, Assistants, Chat Completions."""
    from analyst.cli import serving

    run(serving.serve(settings_with(model), host, port))


keys = typer.Typer(no_args_is_help=True, help="The keys of `analyst serve`.")
app.add_typer(keys, name="keys")


@keys.command("create")
def create_key(
    owner: Annotated[str, typer.Argument(help="Whose key it is. One owner may have several.")],
) -> None:
    """Make a key; it is shown once."""
    from analyst.cli import keys as commands

    run(commands.create(settings_with(), owner))


@keys.command("list")
def list_keys() -> None:
    """List the keys by their ids; the keys themselves are not kept."""
    from analyst.cli import keys as commands

    run(commands.show(settings_with()))


@keys.command("revoke")
def revoke_key(
    key: Annotated[str, typer.Argument(help="The id, as `analyst keys list` shows it.")],
) -> None:
    """Make a key invalid."""
    from analyst.cli import keys as commands

    run(commands.revoke(settings_with(), key))


@app.command()
def doctor() -> None:
    """Check this machine: sandbox, session environment, folders, database, model, pool, name collisions."""
    from analyst.cli import checking

    run(checking.report(settings_with()))


def settings_with(model: str = "", output: Path | None = None) -> "Settings":
    """The settings of the environment, with what the command line says instead."""
    from analyst.settings import load_settings

    try:
        settings = load_settings()
    except AnalystError as error:
        tell(error)
        sys.exit(WRONG_USAGE)
    given = {"model": model, "output_folder": output}
    return settings.model_copy(update={name: value for name, value in given.items() if value})


def run(work: Coroutine[Any, Any, int], as_json: bool = False) -> NoReturn:
    """Run a command and exit with its code."""
    told(lambda: asyncio.run(work), as_json)


def told(work: Callable[[], int], as_json: bool = False) -> NoReturn:
    """Do the work of a command and exit; an error of ours is told in words, with no traceback."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # What signs in at Azure would write a screen of the ways that it tried in vain.
    logging.getLogger("azure").addHandler(logging.NullHandler())
    try:
        sys.exit(work())
    except AnalystError as error:
        tell(error, as_json)
        sys.exit(WRONG_USAGE if isinstance(error, UsageError) else NOT_ANSWERED)
    except BrokenPipeError:
        raise  # whoever read our output has enough
    except OSError as error:
        said = f"{reason(error)}. Check the folder, its rights and the space that is left."
        tell(AnalystError(said), as_json)
        sys.exit(NOT_ANSWERED)
    except KeyboardInterrupt:
        Screen(stderr=True).print("\nStopped.")
        sys.stdout.flush()
        os._exit(STOPPED)  # all is closed; a thread that waits for input would hold up an orderly end


def tell(error: AnalystError, as_json: bool = False) -> None:
    """Say on stderr what went wrong and what to do; with --json as an object on stdout."""
    if as_json:
        from analyst.cli.asking import failure

        sys.stdout.write(failure(error) + "\n")
    else:
        complain(str(error))


def ask_as_script() -> None:
    """Run `ask` with the arguments of a script: `python graphs/data_analyst.py "question" file.csv`."""
    app(["ask", *sys.argv[1:]], prog_name="data_analyst")
