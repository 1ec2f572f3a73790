"""Charts of a thread in any script look the same in a clean session, which was shown less, or more, of it."""

import pytest
from escaping import escaped
from handed_over import READ, run_thread

from agents.export.rerun import rerun

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

DRAW = """
import matplotlib.pyplot as plt
text = {text}
plt.barh([text, text + "2"], [1, 2]); plt.title(text); plt.ylabel(text); plt.tight_layout(); plt.show()
"""


async def recorded(session, store, text, shown=""):
    """A thread with one chart; what was `shown` before is in no cell, as a profile is not."""
    if shown:
        await session.run(f"print({escaped(shown)})")
    return await run_thread(session, store, READ, DRAW.format(text=text))


def families(made):
    return made.cells[1].execution.fonts


@pytest.mark.parametrize("spelled", [repr, escaped])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("売上金額", "りんご"),
        ("売上金額", ""),
        ("売上の推移", ""),
        ("売上 ($R^2$ = 0.9)", "りんご"),
        ("$売上_2$", ""),
        ("ยอดขาย", "ยอดขาย"),
        ("المبيعات", "المبيعات"),
        ("מכירות", "מכירות"),
    ],
)
async def test_a_chart_is_the_same_as_the_recorded_one(sessions, store, spelled, text, shown):
    made = await recorded(sessions("first"), store, spelled(text), shown)
    assert len(made.cells[1].execution.figures) == 1
    checked = await rerun(made, sessions("clean"), store)
    assert checked.differences == ()


async def test_han_characters_keep_the_forms_that_the_rest_of_the_data_gave_them(sessions, store):
    japanese = await recorded(sessions("japanese"), store, repr("直角"), "りんご")
    chinese = await recorded(sessions("chinese"), store, repr("直角"))
    assert (families(japanese), families(chinese)) == (("NotoSansJP",), ("NotoSansSC",))
    one, other = (made.cells[1].execution.figures[0].digest for made in (japanese, chinese))
    assert one != other


async def test_what_a_later_file_showed_changes_no_earlier_chart(sessions, store):
    made = await recorded(sessions("first"), store, escaped("売上金額"))
    assert families(made) == ()
    clean = sessions("clean")
    await clean.upload("later.csv", "商品\nりんご\n".encode())
    assert (await rerun(made, clean, store)).differences == ()


async def test_a_chart_that_really_differs_is_told(sessions, store):
    made = await recorded(sessions("first"), store, "__import__('secrets').token_hex(4) + '売上'", "りんご")
    checked = await rerun(made, sessions("clean"), store)
    assert checked.differences == ("Cell 2: figure 1 looks different.",)


async def test_fonts_are_tried_in_one_order_whenever_they_came(sessions, store):
    one, other = sessions("one"), sessions("other")
    await one.run(DRAW.format(text=repr("売上")))
    later = await recorded(one, store, repr("売上"), "りんご")
    at_once = await recorded(other, store, repr("売上"), "りんご")
    assert (families(later), families(at_once)) == (("NotoSansJP", "NotoSansSC"), ("NotoSansJP",))
    first, second = (made.cells[1].execution.figures[0].digest for made in (later, at_once))
    assert first == second


async def test_a_run_that_draws_nothing_records_no_fonts(interpreter):
    assert (await interpreter.run("print('売上')")).fonts is None
