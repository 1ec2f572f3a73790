"""`analyst export`: a thread as a notebook, a script, a report or a page, run again before it is written."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from agents import links
from agents.blocking import in_thread
from agents.export.handover import Handover, handover
from agents.export.html import page
from agents.export.notebook import notebook
from agents.export.report import report
from agents.export.rerun import rerun, rerun_script
from agents.export.script import script
from agents.protocols import Store
from agents.session.interpreter import SessionInterpreter
from analyst.cli.file_names import written_names
from analyst.cli.output import write_folder
from analyst.cli.screen import Screen
from analyst.settings import Settings
from analyst.threads import kept_state, open_threads
from analyst.wiring import open_pool, sessions, store_of

Opened = Callable[[], AbstractAsyncContextManager[SessionInterpreter]]


class Format(StrEnum):
    """What a thread can be handed over as."""

    notebook = "notebook"
    script = "script"
    report = "report"
    html = "html"


NAMES = {
    Format.notebook: "analysis.ipynb",
    Format.script: "analysis.py",
    Format.report: "report.md",
    Format.html: "report.html",
}


async def export(settings: Settings, thread: str, to: Format) -> int:
    """Run the thread's cells again, write the handover and say what differs; returns the exit code."""
    async with open_threads(settings.data_folder, settings.database_url) as saver:
        state = await kept_state(saver, thread)
    made = handover(state.get("sources", ()), state.get("turns", ()), state.get("cells", ()))
    async with store_of(settings) as store:
        async with open_pool(settings) as pool:
            of_thread = sessions(settings, pool, store)

            @asynccontextmanager
            async def clean_session() -> AsyncIterator[SessionInterpreter]:
                session = of_thread(f"export-{uuid4().hex}")
                try:
                    yield session
                finally:
                    await session.close()

            checked = await check(made, to, clean_session, store)
        written = await write(checked, to, store, settings.output_folder)
    tell(checked, written)
    return 1 if checked.differences else 0


async def check(made: Handover, to: Format, session: Opened, store: Store) -> Handover:
    """Run the cells again in a clean session, and a script as a whole in another one."""
    async with session() as clean:
        checked = await rerun(made, clean, store)
    if to is not Format.script:
        return checked
    async with session() as clean:
        return await rerun_script(checked, script(checked), clean, store)


async def write(checked: Handover, to: Format, store: Store, parent: Path) -> Path:
    """Write the document and what has to lie beside it into a new folder; returns the document's path.

    A file that was brought keeps its name, which the code reads; the document gets another where it has to.
    """
    sources = checked.sources if to in (Format.notebook, Format.script) else ()
    digests = {source.name: source.digest for source in sources}
    figures, files = beside(checked, to)
    document_name = written_names([NAMES[to]], digests)[NAMES[to]]
    pictures = written_names(figures, {document_name, *digests})
    names = written_names(files, {document_name, *digests, *pictures.values()})
    digests |= {pictures[name]: digest for name, digest in figures.items()}
    digests |= {names[name]: digest for name, digest in files.items()}
    contents = {name: await store.get(digest) for name, digest in digests.items()}
    moved = {name: written for name, written in (names | pictures).items() if name != written}
    contents[document_name] = await document(checked, to, store, moved)
    folder = await in_thread(lambda: write_folder(contents, parent, f"{to.value} {checked.title}"))
    return folder / document_name


def beside(checked: Handover, to: Format) -> tuple[dict[str, str], dict[str, str]]:
    """The figures and files that the document leads to: of a report all, of a notebook those of its answers.

    A page holds them itself, and a script makes them.
    """
    made = checked.made
    if to is Format.report:
        return made
    answers = "\n\n".join(part.answer for part in checked.parts) if to is Format.notebook else ""
    wanted = links.linked(answers, {**made[0], **made[1]})
    figures, files = ({name: one[name] for name in one if name in wanted} for one in made)
    return figures, {name: digest for name, digest in files.items() if name not in figures}


async def document(checked: Handover, to: Format, store: Store, moved: Mapping[str, str]) -> bytes:
    """The document itself, whose links lead to files under the names that they are written under."""
    match to:
        case Format.notebook:
            return await notebook(checked.leading_to(moved), store)
        case Format.script:
            return script(checked)
        case Format.report:
            return links.renamed(report(checked).decode(), moved).encode()
        case Format.html:
            return await page(checked, store)


def tell(checked: Handover, path: Path) -> None:
    """Print where it is and what the second run showed."""
    console = Screen(highlight=False, soft_wrap=True)
    for line in (f"Written: {path}", *checked.head):
        console.print(line, markup=False)
