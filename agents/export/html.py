"""A handover as one HTML file that holds everything: figures inside, nothing fetched from elsewhere."""

import base64
import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from agents import links
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

LARGEST_FILE = 5_000_000
"""Bytes of a file that the page holds, where an answer links to it."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)
_CELL = re.compile(r"\[(\d{1,9})\](?!\()")


async def page(handover: Handover, store: Store) -> bytes:
    """Write the page. Answers are Markdown whose HTML, images and scripts stay text."""
    kind = "head different" if handover.differences else "head"
    about = "".join(f"<li>{escape(sentence)}</li>" for sentence in handover.head)
    figures = {figure.name: f"#{figure.id}" for part in handover.parts for figure in part.figures}
    files = handover.made[1]
    led = [await _embedded(part.answer, files, store) | figures for part in handover.parts]
    sections = [await _section(*of_part, store) for of_part in zip(handover.parts, led, strict=True)]
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


async def _section(part: Part, targets: Mapping[str, str], store: Store) -> str:
    figures = [(figure, await store.get(figure.digest)) for figure in part.figures]
    pictures = (
        f'<figure id="{figure.id}"><img alt="{escape(figure.title or figure.id)}" '
        f'src="data:image/png;base64,{base64.b64encode(content).decode()}"></figure>'
        for figure, content in figures
    )
    ids = {cell.id for cell in part.cells}
    question = f"<h2>{escape(' '.join(part.question.split()))}</h2>"
    answer = answer_html(part.answer, ids, targets)
    return "\n".join([question, answer, *pictures, *map(_cell, part.cells)])


async def _embedded(answer: str, files: Mapping[str, str], store: Store) -> dict[str, str]:
    """The files that an answer links to, as addresses that hold them; none that is large."""
    addresses: dict[str, str] = {}
    for name in links.linked(answer, files):
        content = await store.get(files[name])
        if len(content) <= LARGEST_FILE:
            addresses[name] = f"data:application/octet-stream;base64,{base64.b64encode(content).decode()}"
    return addresses


def answer_html(markdown: str, cells: set[int], targets: Mapping[str, str]) -> str:
    """An answer as HTML; `[2]` leads to cell 2, a file's link to its target, and an image is described."""
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer.add_render_rule("image", _described)
    renderer.add_render_rule("text", _with_links)
    tokens = renderer.parse(markdown)
    for token in tokens:
        token.children = token.children and list(_leading(token.children, targets))
    return str(renderer.renderer.render(tokens, renderer.options, {"cells": cells}))


def _leading(tokens: Sequence[Token], targets: Mapping[str, str]) -> Iterator[Token]:
    """The tokens, with links that lead somewhere or say that they do not."""
    ending: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            ending = _led(token, targets)
        if token.type == "link_close" and ending:
            yield from ending
        elif token.type == "image" and (target := _target(token, targets)):
            yield from (Token("link_open", "a", 1, attrs=target), token, Token("link_close", "a", -1))
        elif token.type != "link_open" or not ending:
            yield token


def _led(link: Token, targets: Mapping[str, str]) -> list[Token]:
    """Point a link at its target; returns what is to stand in place of its end where there is none."""
    if target := _target(link, targets):
        link.attrs |= target
        return []
    elsewhere = _ELSEWHERE.match(str(link.attrs["href"]))
    return [] if elsewhere else [Token("text", "", 0, content=" (not in this page)")]


def _target(token: Token, targets: Mapping[str, str]) -> dict[str, str | int | float]:
    """Where a link or an image leads in the page; a file that is in it is downloaded under its name."""
    name = unquote(str(token.attrs.get("href") or token.attrs.get("src") or "")).removeprefix("./")
    address = targets.get(name, "")
    saved: dict[str, str | int | float] = {"download": name} if address.startswith("data:") else {}
    return {"href": address, **saved} if address else {}


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
