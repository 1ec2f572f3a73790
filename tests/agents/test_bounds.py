"""Texts of models, sessions and requests that are made to be slow or to overflow: each is read or refused."""

import pytest
from langchain_core.messages import ToolMessage

from agents.calculator.chat import OfflineChatModel
from agents.calculator.requests import LONGEST, code_for
from agents.export.html import answer_html
from agents.links import mended
from agents.model_calls.images import Reference
from agents.no_rows.redaction import Redactor
from agents.no_rows.restoring import in_code
from agents.session.collected import missing_glyphs
from agents.summariser import ClaimDraft
from agents.values import Profile

DIGITS = "9" * 5000
"""More than Python turns into a number."""
LONG = 200_000
SEEDS = [" ", "\n", "1", "1 ", "(", "[", "|", '"', "'", "`", "; ", "1 and "]


def restored(text):
    return Redactor(None, None, (), Profile(tables=())).restored(text)  # neither session nor store is asked


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        pytest.param(restored, f"⟦v{DIGITS}⟧", f"⟦v{DIGITS}⟧", id="placeholder"),
        pytest.param(lambda t: in_code(t, {}), f"'⟦v{DIGITS}⟧'", f"'⟦v{DIGITS}⟧'", id="placeholder in code"),
        pytest.param(lambda t: answer_html(t, {1}, {}), f"[{DIGITS}]", f"<p>[{DIGITS}]</p>\n", id="cell"),
        pytest.param(
            lambda t: mended(t, ()), f"[x](sandbox:/mnt/data/&#{DIGITS};)", "x", id="character in a link"
        ),
        pytest.param(
            missing_glyphs, f"a.py:1: UserWarning: Glyph {DIGITS} (x) missing from font", "", id="glyph"
        ),
        pytest.param(Reference.read, f"kept:{'0' * 64}:{DIGITS}:", None, id="size of an image"),
        pytest.param(
            lambda t: ClaimDraft.model_validate({"cell": t}).cell, DIGITS, 999_999_999, id="cell of a claim"
        ),
        *(
            pytest.param(code_for, text.replace("N", DIGITS[:1900]), None, id=text)
            for text in (
                "primes up to N",
                "sum of the numbers from 1 to N",
                "the multiples of N from 1 to 10, and their sum",
                "the first N fibonacci numbers",
                "the date N weeks from today",
                "plot sin from 0 to N",
            )
        ),
    ],
)
def test_a_number_of_thousands_of_digits_is_none(read, text, found):
    assert read(text) == found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lead", ["plot sin ", "sin random negative ", "square root of ", "primes "])
def test_a_request_of_any_shape_is_read_in_bounded_steps(lead, seed):
    assert "x!" not in (code_for((lead + seed * LONGEST)[: LONGEST - 2] + "x!") or "")


def test_blanks_between_the_words_of_a_request_count_for_nothing():
    assert code_for("plot sin" + " " * 1900 + "from 0 to 2 pi") == code_for("plot sin from 0 to 2 pi")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plot sin" + " " * LONG, "The question has 200,008 characters; the rules read up to 2,000."),
        ("素数" + " " * LONG, "質問は 200,002 文字あります。"),
    ],
)
def test_a_request_that_is_too_long_is_refused_in_words(text, said):
    assert OfflineChatModel().invoke(text).text.startswith(said)


@pytest.mark.parametrize("seed", [*SEEDS, "; a", "1x", "x1"])
def test_an_output_of_any_shape_is_shown_in_linear_time(seed):
    line = "[a: ; " + seed * (LONG // len(seed))
    shown = OfflineChatModel().invoke([("user", "plot sin"), ToolMessage(line, tool_call_id="1")])
    assert shown.text.startswith("The result:\n\n```\n[a: ;")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lead", ["[x](sandbox:/mnt/data/a", "[x]: sandbox:/mnt/data/a", "sandbox:/a"])
def test_a_link_of_any_shape_is_mended_in_linear_time(lead, seed):
    assert "mnt/data" not in mended(f"{lead}{seed * (LONG // len(seed))}b)", ())
