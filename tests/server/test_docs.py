"""The page about the API says what happens."""

import asyncio
import io
import re
from contextlib import redirect_stdout

import pytest
from fixtures_server import offline, served

pytestmark = pytest.mark.sandbox

BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)


def run_page(page, address):
    """Run the Python of the page, in order; gives what was printed and what the page says of it."""
    blocks = BLOCK.findall(page.replace("http://127.0.0.1:8000", address))
    names, printed = {}, io.StringIO()
    with redirect_stdout(printed):
        for language, text in blocks:
            if language == "python":
                exec(text, names)  # the page is ours
    names["client"].close()
    names["azure"].close()
    return printed.getvalue(), "".join(text for language, text in blocks if language == "text")


@pytest.mark.slow
async def test_the_examples_print_what_the_page_says(parts, root, monkeypatch):
    monkeypatch.chdir(root)
    page = (root / "docs" / "api.md").read_text(encoding="utf-8")
    async with served(offline(parts)) as address:
        printed, said = await asyncio.to_thread(run_page, page, address)
    assert printed == said
