"""Runs code in one session of a pool and brings out what it left: text, value, every figure, new files.

A collector in the session (`agents/in_session/collecting.py`) tells after each run what there is to fetch.
Where it cannot work, the listing of files before and after stands in for it.
"""

import asyncio
import base64
import math
import re
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from agents.errors import AnalystError, PoolFailedError, PoolFullError, PoolUnreachableError
from agents.in_session.font_fallbacks import OURS
from agents.protocols import Store
from agents.session import collected, fonts
from agents.session.collected import Report
from agents.session.fonts import Font
from agents.session.outputs import execution_of, has_succeeded
from agents.session.pool_client import AZURE, Advice, PoolClient
from agents.values import Artifact, Execution

SLACK_SECONDS = 20.0  # beyond the pool's own limit on a run, which should answer first
INTERRUPT_SECONDS = 5.0  # which code has to heed an interrupt, and the pool to answer with what it put out

Reply = dict[str, Any]
FAILURES = (AnalystError, TimeoutError)


class SessionInterpreter:
    """One session: `run` and `upload`, with figures and new files put into `store`."""

    def __init__(
        self,
        endpoint: str,
        session_id: str,
        token: Callable[[], str | None] | None,
        store: Store,
        run_seconds: float = 220.0,
        slack_seconds: float = SLACK_SECONDS,
        advice: Advice = AZURE,
    ) -> None:
        self._pool = PoolClient(endpoint, session_id, token, advice)
        self._store = store
        self._run_seconds = run_seconds
        self._answer_seconds = run_seconds + slack_seconds
        self._mark = f"<{secrets.token_hex(8)}>"
        self._collects: bool | None = None  # None: the collector is to be set up
        self._keep_figures = False
        self._known_files: dict[str, int] = {}
        self._listed = False
        self._scripts: set[Font] = set()  # that code, outputs and uploads have shown so far
        self._fonts: set[str] = set()

    @property
    def session_id(self) -> str:
        """The session's identifier in the pool: whoever knows it, and has the token, can use the session."""
        return self._pool.session_id

    async def run(self, code: str, seconds: float | None = None) -> Execution:
        """Run `code`; whatever goes wrong, in the code or on the way, is in the value that comes back.

        What takes longer than `seconds` is interrupted by the pool, or else ended together with its session.
        Raises PoolFullError where there is no session to run it in.
        """
        started, was_there = time.monotonic(), self._collects is not None
        try:
            await self._prepare(code)
            families = fonts.families(self._fonts)
            runs = math.ceil(seconds or 0)  # the pool takes whole ones, and none beyond its own limit
            running = self._execute(without_fence(code), runs if 0 < runs < self._run_seconds else None)
            reply, report = await asyncio.wait_for(running, runs + INTERRUPT_SECONDS if runs else None)
        except TimeoutError as error:
            await self.close()
            said = str(error) or f"The code was ended: it ran longer than the {seconds or 0:.0f} s it had."
            return Execution(status="timeout", stderr=said, milliseconds=_since(started))
        except PoolFullError:
            raise
        except AnalystError as error:
            gone = isinstance(error, PoolUnreachableError)
            return Execution(status="lost", stderr=str(error), milliseconds=_since(started), cut_off=gone)
        execution = await self._brought_out(reply, report)
        had = families if execution.figures or execution.files else None
        astray = not was_there or self._collects is None
        return execution.model_copy(update={"astray": astray, "fonts": had})

    async def upload(self, name: str, content: bytes) -> None:
        """Write `content` to /mnt/data/`name`; raises an `AnalystError` where the pool does not take it."""
        sent = f"{OURS}sent-{secrets.token_hex(4)}" if "%" in name else name
        await self._pool.upload(sent, lambda: content)
        if sent != name:  # pools differ in how they read a percent sign in a form
            try:
                reply, _ = await self._execute(collected.rename(sent, name))
            except TimeoutError as error:
                raise PoolUnreachableError(f"{error} The file {name} was not brought. Try again.") from error
            if not has_succeeded(reply):
                raise PoolFailedError(
                    f"The session could not give an uploaded file the name {name}. Try again, or rename it."
                )
        self._known_files[name] = len(content)
        self._scripts |= fonts.asked_for(fonts.beginning(content))

    async def remove(self, path: str) -> None:
        """Delete a file below /mnt/data; raises an `AnalystError` where the pool cannot be asked."""
        await self._pool.remove(path)
        self._known_files.pop(path, None)

    async def draw_with(self, families: Sequence[str]) -> None:
        """Have the fonts that a session had before, whatever this one has been shown."""
        with suppress(*FAILURES):  # the run that follows says what is wrong with the session
            await self._prepare("")
        wanted = fonts.of_families(families)
        self._scripts = set(wanted)
        if self._collects:
            await self._bring([font for font in wanted if font.name not in self._fonts])

    async def _prepare(self, code: str) -> None:
        """See to it that the collector is there and, before a chart is drawn, the fonts that it may need."""
        if self._collects is None:
            await self._set_up()
        if not self._collects and not self._listed:
            self._known_files, self._listed = await self._pool.sizes(), True
        self._scripts |= fonts.asked_for(code)
        if self._collects and fonts.draws(code):
            await self._bring(fonts.to_bring(self._scripts, self._fonts))

    async def _set_up(self) -> None:
        """Send the collector; it keeps figures itself only where the pool's answers do not list them."""
        reply, report = await self._execute(collected.setup(self._mark, self._keep_figures))
        if report and not self._keep_figures and not isinstance(reply.get("figures"), list):
            self._keep_figures = True
            reply, report = await self._execute(collected.setup(self._mark, True))
        self._collects = report is not None
        self._fonts = set(report.fonts) if report else set()

    async def _execute(self, code: str, runs: int | None = None) -> tuple[Reply, Report | None]:
        reply = await self._pool.execute(code, self._answer_seconds, runs)
        return collected.split(reply, self._mark)

    async def close(self) -> None:
        """Delete the session; what is known of it holds no longer."""
        with suppress(*FAILURES):
            await self._pool.end()
        self._known_files, self._listed, self._collects = {}, False, None

    async def _brought_out(self, reply: Reply, report: Report | None) -> Execution:
        """Fetch what the run left. It succeeded or failed on its own: no trouble here changes that."""
        if report is None and self._collects:
            self._collects = None  # the session is another one, or its stdout is gone: set up anew
        pictures = await self._pictures(reply, report)
        files, note = await self._new_files(report)
        stderr = str(reply.get("stderr") or "")
        if report and (report.missing or collected.missing_glyphs(stderr)):
            pictures, mended = await self._redrawn(report, pictures, collected.missing_glyphs(stderr))
            if mended and not files:  # a saved file keeps its boxes, and so the warnings
                stderr = collected.without_glyph_warnings(stderr)
        stderr += collected.not_shown(report) + note
        execution = await execution_of({**reply, "figures": pictures, "stderr": stderr}, self._store)
        self._scripts |= fonts.asked_for(execution.stdout) | fonts.asked_for(execution.value)
        return execution.model_copy(update={"files": files})

    async def _pictures(self, reply: Reply, report: Report | None) -> list[Any]:
        """Every figure of a run: as the pool lists them, else as kept in the session, else the last one."""
        if isinstance(reply.get("figures"), list):
            return list(reply["figures"])
        if report is None or not report.figures:
            return [reply.get("result")]
        with suppress(*FAILURES):
            return await self._kept_pictures(report)
        return [reply.get("result")]

    async def _kept_pictures(self, report: Report) -> list[Any]:
        """The figures that the session kept; what it says of sizes is not relied on."""
        pictures, left = [], collected.MAX_TOTAL_BYTES
        for figure in report.figures:
            image = await self._pool.download(figure.name, left)
            left -= len(image)
            encoded = base64.b64encode(image).decode()
            pictures.append({"base64_data": encoded, "title": figure.title, "axes": figure.axes})
        return pictures

    async def _redrawn(self, report: Report, pictures: list[Any], missing: str) -> tuple[list[Any], bool]:
        """Bring the fonts whose glyphs were missing and draw the figures again that showed boxes."""
        wanted = fonts.asked_for(missing + "".join(text for _, text in report.missing))
        lacking = [font for font in fonts.FONTS if font in wanted and font.name not in self._fonts]
        brought = await self._bring(lacking, redraw=True) if lacking else None
        if brought is None or not brought[1]:
            return pictures, False
        places = [place for place, _ in report.missing]
        again = await self._pictures(*brought) if places else []
        if len(again) != len(places) or any(place >= len(pictures) for place in places):
            return pictures, False
        mended = dict(zip(places, again, strict=True))
        whole = [mended.get(place, picture) for place, picture in enumerate(pictures)]
        return whole, not brought[1].missing

    async def _bring(
        self, wanted: Sequence[Font], redraw: bool = False
    ) -> tuple[Reply, Report | None] | None:
        """Upload fonts and take them into use, each once in a session; charts do without them if need be."""
        if not wanted:
            return None
        self._fonts |= {font.name for font in wanted}
        with suppress(*FAILURES):
            for font in wanted:
                await self._pool.upload(font.name, font.content)
            names = [font.name for font in fonts.FONTS if font.name in self._fonts]
            return await self._execute(collected.use_fonts(names, redraw))
        return None

    async def _new_files(self, report: Report | None) -> tuple[tuple[Artifact, ...], str]:
        """Fetch what is new or changed in /mnt/data, and say what stays there."""
        try:
            changed = report.files if report else await self._changed_in_listing()
            self._known_files.update(changed)
            paths, left = collected.within_limits(changed)
            artifacts = await self._artifacts(paths)
        except FAILURES:  # the run itself succeeded: its outputs are not given up
            return (), "The files that the run left could not be fetched.\n"
        left += len(paths) - len(artifacts) + (report.more if report else 0)
        return artifacts, collected.left_out(left)

    async def _changed_in_listing(self) -> list[tuple[str, int]]:
        sizes = await self._pool.sizes()
        return [
            (name, size)
            for name, size in sizes.items()
            if self._known_files.get(name) != size and not name.startswith(OURS)
        ]

    async def _artifacts(self, paths: Sequence[str]) -> tuple[Artifact, ...]:
        """Fetch files, but those that the pool does not hand over, and those that are too large."""
        found: list[Artifact] = []
        left = collected.MAX_TOTAL_BYTES
        for path in paths:
            with suppress(PoolFailedError):
                content = await self._download(path, min(left, collected.MAX_FILE_BYTES))
                left -= len(content)
                digest = await self._store.put(content)
                found.append(Artifact(name=path, digest=digest, size=len(content)))
        return tuple(found)

    async def _download(self, path: str, most: int) -> bytes:
        """Fetch a file; where the pool serves the top folder only, out of a copy there."""
        try:
            return await self._pool.download(path, most)
        except PoolFailedError:
            if "/" not in path or not self._collects:
                raise
        name = f"{OURS}copy-{secrets.token_hex(4)}"
        await self._execute(collected.lend(path, name))
        return await self._pool.download(name, most)


def without_fence(code: str) -> str:
    """Take a Markdown fence off, and nothing else: `python_version = 3` stays as it is."""
    fenced = re.fullmatch(r"\s*```[A-Za-z]*\n(.*?)\n?```\s*", code, re.DOTALL)
    return fenced.group(1) if fenced else code


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
