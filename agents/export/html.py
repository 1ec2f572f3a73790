"""A handover as one HTML file that holds everything: figures inside, nothing fetched from elsewhere."""

import base64
import re
from collections.abc import Iterator, MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from agents.briefing import cut
from agents.export.handover import Handover, Part
from agents.protocols import Store
from agents.report import MAX_SHOWN_OUTPUT
from agents.values import Cell

STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
.head { font-size: .9rem; opacity: .8; }
.different { border-left: 4px solid #b45309; padding-left: .8rem; opacity: 1; }
table { border-collapse: collapse; } th, td { border: 1px solid #8886; padding: .25rem .6rem; }
img { max-width: 100%; } figure { margin: 1rem 0; }
pre { overflow-x: auto; padding: .7rem; border: 1px solid #8886; border-radius: 6px; font-size: .85rem; }
summary { cursor: pointer; }
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

_CELL = re.compile(r"\[(\d+)\](?!\()")


async def page(handover: Handover, store: Store) -> bytes:
    """Write the page. Answers are Markdown whose HTML, images and scripts stay text."""
    kind = "head different" if handover.differences else "head"
    about = "".join(f"<li>{escape(sentence)}</li>" for sentence in handover.head)
    sections = [await _section(part, store) for part in handover.parts]
    title = escape(handover.title)
    return "\n".join(
        [
            "<!doctype html>",
            '<html><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{STYLE}</style></head>",
            f'<body><h1>{title}</h1>\n<ul class="{kind}">{about}</ul>',
            *sections,
            "</body></html>\n",
        ]
    ).encode()


async def _section(part: Part, store: Store) -> str:
    figures = [(figure, await store.get(figure.digest)) for figure in part.figures]
    pictures = (
        f'<figure><img alt="{escape(figure.title or figure.id)}" src="data:image/png;base64,'
        f'{base64.b64encode(content).decode()}"></figure>'
        for figure, content in figures
    )
    ids = {cell.id for cell in part.cells}
    question = f"<h2>{escape(' '.join(part.question.split()))}</h2>"
    return "\n".join([question, answer_html(part.answer, ids), *pictures, *map(_cell, part.cells)])


def answer_html(markdown: str, cells: set[int]) -> str:
    """An answer as HTML; `[2]` leads to cell 2, and an image shows as its description."""
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer.add_render_rule("image", _described)
    renderer.add_render_rule("text", _with_links)
    return str(renderer.render(markdown, {"cells": cells}))


def _described(
    self: Any, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return escape(tokens[at].content)


def _with_links(
    self: Any, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    def link(found: re.Match[str]) -> str:
        known = int(found[1]) in env["cells"]
        return f'<a href="#cell-{found[1]}">{found[0]}</a>' if known else found[0]

    return _CELL.sub(link, escape(tokens[at].content))


def _cell(cell: Cell) -> str:
    return "\n".join(_cell_lines(cell))


def _cell_lines(cell: Cell) -> Iterator[str]:
    ran = cell.execution
    shown = "\n".join(part.rstrip() for part in (ran.stdout, ran.value) if part.strip())
    yield f'<details id="cell-{cell.id}"><summary>[{cell.id}] {escape(cell.title)}</summary>'
    yield f"<pre><code>{escape(cell.code.strip())}</code></pre>"
    if shown:
        yield f"<pre>{escape(cut(shown, MAX_SHOWN_OUTPUT))}</pre>"
    yield "</details>"
