"""Follow-ups: what the question before established stays, less what the new one changes."""

from dataclasses import replace

import pytest
from fixtures_offline import FILES
from langgraph.checkpoint.memory import InMemorySaver

from agents.offline import RuleBasedAnalyst
from agents.offline.reading.following import MOST_TURNS, read
from agents.offline.wording.phrases import filter_text
from agents.values import Column, Profile, Table, Task, Turn
from graphs import data_analyst
from graphs.checkpoints import serializer

COLUMNS = (
    Column(name="order_id", type="integer", unique=800, low="1", high="800"),
    Column(name="sold", type="date", unique=300, low="2022-01-01", high="2024-12-30"),
    Column(name="customer_id", type="integer", unique=60, low="1", high="60"),
    Column(name="region", type="text", unique=3, examples=("North", "South", "East")),
    Column(name="product", type="text", unique=3, examples=("Tea", "Coffee", "Rice")),
    Column(name="sex", type="text", unique=2, examples=("F", "M")),
    Column(name="units", type="integer", unique=40, low="1", high="40"),
    Column(name="temp_min", type="number", unique=90, low="-5", high="20"),
    Column(name="revenue", type="number", unique=200, low="2", high="400"),
)
SHOP = Table(file="orders.csv", table="orders", rows=800, columns=COLUMNS, read="pd.read_csv('orders.csv')")
STORES = Table(
    file="uriage.csv",
    table="uriage",
    rows=400,
    columns=(
        Column(name="日付", type="date", unique=300, low="2023-01-02", high="2024-05-14"),
        Column(name="店舗", type="text", unique=2, examples=("東京", "大阪")),
        Column(name="性別", type="text", unique=2, examples=("男", "女")),
        Column(name="年齢", type="integer", unique=60, low="15", high="79"),
        Column(name="売上", type="integer", unique=300, low="98", high="14700"),
    ),
    read="pd.read_csv('uriage.csv')",
)


def intent(questions, table=SHOP):
    *before, question = questions
    turns = tuple(Turn(question=one, answer="", cells=1) for one in before)
    return read(Task(question=question, profile=Profile(tables=(table,)), history=turns))


def told(questions, table=SHOP):
    """What is worked out, in a line: statistic, measure, groups, order, and the rows after a bar."""
    found = intent(questions, table)
    if found.unread:
        return f"refused: {found.unread}"
    one = found.analyses[0]
    words = [one.kind, *one.stats, *one.columns]
    words += ["by", *one.by, one.unit] if one.by or one.unit else []
    words += [("bottom" if one.ascending else "top") + str(one.top)] if one.top and one.kind != "list" else []
    words += ["counted"] if one.counted else []
    return " ".join(filter(None, words)) + " | " + " & ".join(filter_text(f) for f in found.filters)


DIALOGUES = [
    # past what was refused, nothing of it sticks
    (
        ("mean units in 2023", "hello there", "only Tea"),
        "aggregate mean units | the year of sold = 2023 & product = Tea",
    ),
    (
        ("revenue by region", "only the blue ones", "and in 2023?"),
        "group sum revenue by region | the year of sold = 2023",
    ),
    (
        ("revenue by region in 2023", "as a pie chart", "without Tea", "the bottom 2"),
        "group sum revenue by region bottom2 | the year of sold = 2023 & product ≠ Tea",
    ),
    # the order turned round, or another number of it
    (("top 3 products by revenue", "and the bottom 2?"), "group sum revenue by product bottom2 | "),
    (("revenue by region", "which one is the largest?"), "group sum revenue by region top1 | "),
    (("revenue by month", "which month is the lowest?"), "trend sum revenue by month bottom1 | "),
    # groups and units of time keep measure, statistic and rows
    (
        ("total revenue in the North", "now by month", "plot that", "what about 2023?"),
        "trend sum revenue by month | region = North & the year of sold = 2023",
    ),
    (("sum of units for Tea", "per year"), "trend sum units by year | product = Tea"),
    (("mean revenue by month", "and temp_min?"), "trend mean temp_min by month | "),
    (("How many orders in 2023?", "per region"), "group count by region | the year of sold = 2023"),
    (("median revenue of Tea", "by sex", "and the mean?"), "group mean revenue by sex | product = Tea"),
    (("revenue by region", "only North"), "aggregate sum revenue | region = North"),
    (("revenue by region", "only Tea and Rice"), "group sum revenue by region | product = Tea or Rice"),
    (("average revenue", "and for Tea and Rice?"), "group mean revenue by product | product = Tea or Rice"),
    (("90th percentile of revenue", "by region"), "group quantile revenue by region | "),
    # rows counted, listed, as a share
    (
        ("revenue by region in 2023", "how many orders is that?"),
        "group count by region | the year of sold = 2023",
    ),
    (
        ("mean revenue of Tea", "how many of them are from the North?"),
        "count | product = Tea & region = North",
    ),
    (
        ("top 2 products by revenue", "how many orders is that?"),
        "group sum revenue by product top2 counted | ",
    ),
    (("mean revenue by region for Tea", "how many orders?"), "group count by region | product = Tea"),
    (("orders in the North", "what is their average revenue?"), "aggregate mean revenue | region = North"),
    (("How many orders are in the North?", "what percentage is that?"), "portion | region = North"),
    (("How many orders are in the North?", "who are they?"), "list | region = North"),
    # a filter more, another, or none
    (
        ("mean revenue by sex", "only Tea", "and the median?", "without North"),
        "group median revenue by sex | product = Tea & region ≠ North",
    ),
    (("mean revenue of Tea", "and Coffee?"), "aggregate mean revenue | product = Coffee"),
    (
        ("revenue in March 2023", "and in April?"),
        "aggregate sum revenue | the year of sold = 2023 & the month of sold = 4",
    ),
    (
        ("total revenue in 2023", "and in March?", "and in April 2024?"),
        "aggregate sum revenue | the day of sold is between 2024-04-01 and 2024-04-30",
    ),
    (("mean revenue by region", "and for women only?"), "group mean revenue by region | sex = F"),
    (
        ("mean revenue of Tea", "for men and women"),
        "group mean revenue by sex | product = Tea",
    ),
    (("mean revenue", "without men"), "aggregate mean revenue | sex ≠ M"),
    (("mean revenue by region of Tea", "remove the filter"), "group mean revenue by region | "),
    (
        ("mean revenue of Tea in 2023", "remove the filter on product"),
        "aggregate mean revenue | the year of sold = 2023",
    ),
    (("mean revenue of Tea", "now for everyone"), "aggregate mean revenue | "),
    (("revenue by month", "only 2022", "2023?"), "trend sum revenue by month | the year of sold = 2023"),
    (("revenue by region of Tea", "as a bar chart"), "group sum revenue by region | product = Tea"),
    (("mean revenue of Tea", "median?"), "aggregate median revenue | product = Tea"),
    (
        ("How many orders of Tea?", "of which in the North?"),
        "count | product = Tea & region = North",
    ),
    (
        ("total revenue of Tea", "2023 vs 2022"),
        "trend sum revenue by year | product = Tea & the year of sold = 2023 or 2022",
    ),
    # a question of its own leans on nothing
    (("mean revenue by region", "How many orders?"), "count | "),
    (("mean revenue of Tea", "median units"), "aggregate median units | "),
    (("mean revenue of Tea", "orders per day"), "trend count by day | "),
    (
        ("mean revenue of Tea", "Which product has the highest total revenue?"),
        "group sum revenue by product top1 | ",
    ),
    (
        ("mean revenue of Tea", "median units for all orders that have revenue over 5"),
        "aggregate median units | revenue > 5",
    ),
]


@pytest.mark.parametrize(("questions", "expected"), DIALOGUES, ids=[" → ".join(one) for one, _ in DIALOGUES])
def test_a_follow_up_changes_only_what_it_speaks_of(questions, expected):
    assert told(questions) == expected


@pytest.mark.parametrize(
    ("questions", "part"),
    [
        (("average wingspan by region", "and in 2023?"), "wingspan"),
        (("mean revenue of Tea", "average wingspan by region", "only North"), "wingspan"),
        (("mean revenue of Tea", "by flavour"), "flavour"),
        (("revenue by region", "sort by product"), "sort by product"),
        (("revenue by region", "as a line chart"), "as a line chart"),
        (("revenue by region", "2023 vs 2022"), "2023 vs 2022"),
        (("mean revenue", "compare with the South"), "compare with the South"),
        (("mean revenue by region", "from lowest to highest"), "from lowest to highest"),
        (("mean units for Tea", "and for all products?"), "and for all products"),
        (("total revenue by region", "And how many orders in total?"), "how many orders in total"),
        (("total revenue by region", "and the region?"), "and the region"),
        (("total revenue", "is that more than in 2022?"), "more than in 2022"),
        (("mean revenue", "plot that"), "plot that"),
        (("mean revenue", "remove the filter"), "remove the filter"),
        (("mean revenue", "which one is the largest?"), "which one is the largest"),
        (("revenue by region", "which one is the oldest?"), "oldest"),
        (("revenue by region", "how many customers is that?"), "how many customers"),
        (("distribution of revenue", "and by region"), "and by region"),
        (("What is the mean revenue and how many orders are there?", "by region"), "by region"),
        (("mean revenue of Tea", "death rate by region", "only North"), "death rate by region"),
    ],
)
def test_where_not_all_can_be_kept_nothing_is_worked_out(questions, part):
    found = intent(questions)
    assert part in found.unread
    assert not found.assumptions or "earlier question" in found.assumptions[0]


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        ("女性だけでは？", "group sum 売上 by 店舗 | 性別 = 女"),
        ("2024年は？", "group sum 売上 by 店舗 | the year of 日付 = 2024"),
        ("グラフにして", "group sum 売上 by 店舗 | "),
    ],
)
def test_a_follow_up_in_japanese_keeps_groups_and_measure(follow_up, expected):
    assert told(("店舗ごとの売上の合計は？", follow_up), STORES) == expected


def test_what_is_kept_is_told_with_the_question_that_was_answered():
    found = intent(("mean revenue of Tea", "only the blue ones", "and for Coffee?"))
    assert found.assumptions == ("Read as a change to the earlier question, “mean revenue of Tea”.",)


def test_an_option_of_a_question_back_keeps_the_rows_of_the_follow_up():
    prices = (
        Column(name=f"price_{one}", type="number", unique=90, low="1", high="9") for one in ("eur", "usd")
    )
    table = SHOP.model_copy(update={"columns": (*COLUMNS, *prices)})
    asked = intent(("mean revenue of Tea", "and the price?"), table)
    assert asked.options == ("price_eur", "price_usd")
    chosen = told(("mean revenue of Tea", "and the price?", "price_usd"), table)
    assert chosen == "aggregate mean price_usd | product = Tea"


def test_a_long_thread_is_read_from_where_the_question_leans():
    questions = ["mean revenue of Tea"] * 1_000
    assert told((*questions, "and for Coffee?")) == "aggregate mean revenue | product = Coffee"
    leaning = ["and for Coffee?", "and for Tea?"] * MOST_TURNS
    assert "too far back" in told((*questions, *leaning, "and for Rice?"))
    assert told((*questions, *leaning, "median units")) == "aggregate median units | "


@pytest.fixture
def converse(tools, tmp_path):
    """Asks a thread of the real graph and session; gives the last turn."""
    file = tmp_path / "sales.csv"
    file.write_text(FILES["sales.csv"])
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    config = {"configurable": {"thread_id": "following"}}

    async def converse(*questions):
        for question in questions:
            asked = {"question": question, "files": [str(file)]}
            done = await graph.ainvoke(asked, config, context=replace(tools, analyst=RuleBasedAnalyst()))
        return done

    return converse


@pytest.mark.sandbox
async def test_filters_outlive_a_refused_turn(converse):
    done = await converse("total quantity in 2023", "only the blue ones", "without Tea", "by region")
    text = done["answer"].text
    assert "South has the highest total quantity: 8 [" in text
    assert "where the year of sold_on = 2023 and product ≠ Tea" in text
    assert "| North | 1 |" in text


@pytest.mark.sandbox
async def test_what_leans_on_a_refused_question_of_its_own_is_refused_in_words(converse):
    done = await converse("total quantity in 2023", "average wingspan of Tea in 2024", "and in the North?")
    assert done["status"] == "unanswered"
    assert "“average wingspan of Tea in 2024”, which was not answered" in done["answer"].text
    assert "⚠" not in done["answer"].text
