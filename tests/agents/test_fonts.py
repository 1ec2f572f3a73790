"""Charts show text in any script: judged by the rendered picture, beside a control without our fonts."""

import io
import secrets

import pytest
from escaping import escaped
from PIL import Image
from service_like_pool import service_like_pool

from agents.session import fonts
from agents.session.pool_client import PoolClient

pytestmark = pytest.mark.slow

sandbox = pytest.mark.sandbox

WORDS = {
    "Japanese": "売上の推移",
    "Chinese": "销售趋势图",
    "Traditional": "銷售趨勢圖",
    "Korean": "매출추이",
    "Thai": "ยอดขาย",
    "Devanagari": "बिक्री",
    "Tamil": "விற்பனை",
    "Emoji": "📈🐧",
}
DRAW = """
import matplotlib.pyplot as plt
_, ax = plt.subplots(figsize=(4, 1)); ax.axis("off"); ax.text(0.1, 0.3, {text}, fontsize=20); plt.show()
"""


async def picture(session, store, text):
    """What a text looks like in a chart, and what the run says."""
    execution = await session.run(DRAW.format(text=text))
    assert execution.status == "ok", execution.stderr
    return await store.get(execution.figures[-1].digest), execution


@sandbox
async def test_without_our_fonts_every_word_is_the_same_boxes(pool):
    session = PoolClient(pool.endpoint, f"control-{secrets.token_hex(8)}", lambda: pool.token)
    one, other = [await session.execute(DRAW.format(text=repr(word)), 60) for word in ("売上高", "営業日")]
    await session.end()
    assert one["figures"][0]["base64_data"] == other["figures"][0]["base64_data"]
    assert "missing from font" in one["stderr"]


@sandbox
@pytest.mark.parametrize("kind", ["embedded", "service"])
async def test_words_known_before_they_are_drawn_show(pool, store, kind, open_session):
    with service_like_pool(pool.endpoint, figures=kind == "embedded") as service:
        session = open_session(service.endpoint)
        one, execution = await picture(session, store, repr("売上高"))
        other, _ = await picture(session, store, repr("営業日"))
    assert one != other
    assert execution.stderr == ""
    assert execution.files == ()
    assert service.calls.count("POST /files/upload") == 1  # once per session


@sandbox
@pytest.mark.parametrize("kind", ["embedded", "service"])
async def test_words_that_only_the_chart_shows_are_drawn_again(pool, store, kind, open_session):
    with service_like_pool(pool.endpoint, figures=kind == "embedded") as service:
        session = open_session(service.endpoint)
        known = open_session(service.endpoint)
        again, execution = await picture(session, store, escaped("売上の推移"))
        at_once, _ = await picture(known, store, repr("売上の推移"))
    assert again == at_once
    assert len(execution.figures) == 1
    assert execution.stderr == ""


@sandbox
@pytest.mark.parametrize("script", WORDS)
async def test_no_script_is_drawn_as_boxes(sessions, store, script):
    shown, execution = await picture(sessions("with"), store, repr(WORDS[script]))
    assert "missing from font" not in execution.stderr
    image = Image.open(io.BytesIO(shown)).convert("L")
    assert image.getextrema()[0] < 100  # there is ink


@sandbox
async def test_words_of_the_data_are_known_from_what_was_printed(interpreter, store):
    await interpreter.run(f"city = {escaped('東京')}; print(city)")
    drawn = await interpreter.run(
        "import matplotlib.pyplot as plt\nplt.title(city); plt.savefig('/mnt/data/chart.png'); plt.close()"
    )
    assert [file.name for file in drawn.files] == ["chart.png"]
    assert drawn.stderr == ""


@sandbox
async def test_words_of_the_data_are_known_from_the_upload(interpreter):
    await interpreter.upload("a.csv", "city\n東京\n大阪\n".encode())
    drawn = await interpreter.run(
        "import pandas as pd\npd.read_csv('/mnt/data/a.csv').city.value_counts().plot.bar()"
        ".figure.savefig('/mnt/data/chart.png')"
    )
    assert [file.name for file in drawn.files] == ["chart.png"]
    assert drawn.stderr == ""


@sandbox
async def test_a_theme_or_a_family_of_its_own_does_not_bring_the_boxes_back(interpreter, store):
    set_up = "import seaborn as sns; sns.set_theme(); plt.rcParams['font.family'] = 'DejaVu Serif'\n"
    execution = await interpreter.run(
        "import matplotlib.pyplot as plt\n" + set_up + "plt.title('売上の推移'); plt.show()"
    )
    assert "missing from font" not in execution.stderr


@sandbox
async def test_warnings_that_the_code_silences_are_noticed_all_the_same(interpreter, sessions, store):
    hushed, _ = await picture(
        interpreter, store, "__import__('warnings').simplefilter('ignore') or " + escaped("売上")
    )
    loud, _ = await picture(sessions("other"), store, repr("売上"))
    assert hushed == loud


@sandbox
@pytest.mark.parametrize("spelled", [repr, escaped])
@pytest.mark.parametrize("around", ["{} + ' ($R^2$ = 0.9)'", "'$' + {} + '_2$'"])
async def test_texts_with_formulas_show_any_script(interpreter, store, spelled, around):
    one, execution = await picture(interpreter, store, around.format(spelled("売上")))
    other, _ = await picture(interpreter, store, around.format(spelled("営業")))
    assert one != other
    assert execution.stderr == ""


@sandbox
async def test_what_no_font_of_a_formula_has_is_told(interpreter, store):
    _, execution = await picture(interpreter, store, "chr(0x16F00) + '$^2$'")
    assert "Glyph 93952 missing" in execution.stderr


@sandbox
@pytest.mark.parametrize("family", ["serif", "monospace", "cursive"])
async def test_letters_that_only_one_family_has_show_in_every_other(interpreter, store, family):
    set_up = f"__import__('matplotlib').rcParams.update({{'font.family': '{family}'}}) or "
    one, execution = await picture(interpreter, store, f"{set_up}{escaped('עברית')}")
    other, _ = await picture(interpreter, store, f"{set_up}{escaped('שלום!')}")
    assert one != other
    assert "missing from font" not in execution.stderr


@sandbox
async def test_only_figures_with_boxes_are_drawn_again(interpreter):
    execution = await interpreter.run(
        "import matplotlib.pyplot as plt\n"
        f"for word in ('one', {escaped('売上')}, 'two', {escaped('매출')}):\n"
        "    plt.figure(); plt.title(word); plt.show()"
    )
    assert [figure.title for figure in execution.figures] == ["one", "売上", "two", "매출"]
    assert len({figure.digest for figure in execution.figures}) == 4


@sandbox
async def test_a_character_that_the_first_font_lacks_brings_another(interpreter, sessions, store):
    mixed, execution = await picture(interpreter, store, repr("の东"))
    assert execution.stderr == ""
    assert mixed != (await picture(sessions("other"), store, repr("の车")))[0]


@sandbox
async def test_a_saved_picture_keeps_its_boxes_and_its_warning(interpreter):
    code = f"import matplotlib.pyplot as plt\nplt.title({escaped('売上')}); plt.savefig('/mnt/data/a.png')"
    assert "missing from font" in (await interpreter.run(code)).stderr
    assert "missing from font" not in (await interpreter.run(code)).stderr


@sandbox
async def test_what_draws_nothing_brings_no_font(pool, open_session):
    with service_like_pool(pool.endpoint, figures=True) as counted:
        session = open_session(counted.endpoint)
        await session.run("total = '売上'; total")
    assert counted.calls == ["POST /code/execute"] * 2


@sandbox
async def test_fonts_are_out_of_sight(interpreter):
    await interpreter.run(DRAW.format(text=repr("売上")))
    assert (await interpreter.run("import os; os.listdir('/mnt/data')")).value == "[]"


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("plain, Ελληνικά, кириллица, עברית", []),
        ("売上の推移", ["NotoSansJP"]),
        ("销售", ["NotoSansSC"]),
        ("매출 漢字", ["NotoSansKR"]),
        ('{"name": "\\u58f2\\u4e0a"}', ["NotoSansSC"]),
        ("ยอดขาย बिक्री", ["NotoSansDevanagari", "NotoSansThai"]),
    ],
)
def test_which_fonts_a_text_asks_for(text, families):
    assert [font.family for font in fonts.to_bring(fonts.asked_for(text), ())] == families


@pytest.mark.parametrize(
    ("content", "text"),
    [("a,é,東".encode(), "a,é,東"), ("東".encode("cp932"), ""), (b"PK\3\4\x80\xff", ""), (b"", "")],
)
def test_what_is_read_of_an_upload(content, text):
    assert fonts.beginning(content) == text


def test_a_character_cut_in_two_is_left_out():
    whole = "a" * (fonts.MOST_LOOKED_AT - 4)
    assert fonts.beginning(f"{whole}東京".encode()) == f"{whole}東"


def test_every_font_is_there_and_small_enough():
    for font in fonts.FONTS:
        assert font.content()[:4] in (b"OTTO", b"\0\1\0\0"), font.family
        assert len(font.content()) < 20_000_000
    assert fonts.to_bring([fonts.JAPANESE], [fonts.JAPANESE.name]) == []
