"""What the rules make of words: columns, values, comparisons, kinds; no session is needed."""

import pytest

from agents.offline import RuleBasedAnalyst
from agents.offline.intent import Filter
from agents.offline.language.columns import find_columns
from agents.offline.reading.following import read
from agents.offline.recipes.code import quote
from agents.offline.vocabulary.kinds import kinds_in
from agents.offline.vocabulary.ranks import top_count
from agents.offline.vocabulary.statistics import stats_in
from agents.offline.vocabulary.times import time_unit
from agents.values import Cell, Column, Execution, Plan, Profile, Step, Table, Task

SPECIES = ("Adelie", "Gentoo", "Chinstrap")
COLUMNS = (
    Column(name="species", type="text", unique=3, examples=SPECIES),
    Column(name="sex", type="text", unique=2, missing=3, examples=("male", "female")),
    Column(name="body_mass_g", type="number", unit="g", unique=90, low="2700", high="6300"),
    Column(name="billLength", type="number", unit="mm", unique=150),
    Column(name="billDepth", type="number", unit="mm", unique=80),
    Column(name="year", type="integer", unique=3, examples=("2007", "2008", "2009")),
    Column(name="tagged", type="integer", unique=2, examples=("0", "1")),
    Column(name="penguin_id", type="integer", unique=344),
)
TABLE = Table(
    file="penguins.csv", table="penguins", rows=344, columns=COLUMNS, read="pd.read_csv('penguins.csv')"
)
PROFILE = Profile(tables=(TABLE,))


def reading(question):
    return read(Task(question=question, profile=PROFILE))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("the mean body mass", "body_mass_g"),
        ("body_mass_g please", "body_mass_g"),
        ("the weight of the birds", "body_mass_g"),
        ("mean bill length", "billLength"),
        ("average BILLDEPTH", "billDepth"),
        ("by gender", "sex"),
        ("each speceis", "species"),
        ("speciesごとの平均", "species"),
    ],
)
def test_a_column_is_found_by_name_unit_synonym_and_close_spelling(text, column):
    assert [mention.column.name for mention in find_columns(text, COLUMNS)] == [column]


def test_two_names_in_a_row_stay_two():
    found = find_columns("bill length and depth of the bill", COLUMNS)
    assert [mention.column.name for mention in found][:1] == ["billLength"]


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("mean body mass of female Gentoo", [("sex", "==", ("female",)), ("species", "==", ("Gentoo",))]),
        ("mean body mass of females", [("sex", "==", ("female",))]),
        ("mean bill length where body mass is above 4,000", [("body_mass_g", ">", (4000,))]),
        ("mean bill length where body mass is not below 4000", [("body_mass_g", ">=", (4000,))]),
        ("mean bill length where body mass is 4000 or more", [("body_mass_g", ">=", (4000,))]),
        ("mean bill length where body mass is above average", [("body_mass_g", ">", ("mean",))]),
        ("how many have body mass between 2007 and 2008", [("year", "between", (2007, 2008))]),
        ("how many penguins whose species starts with 'Ad'", [("species", "starts with", ("Ad",))]),
        ("how many penguins, ignoring species that contain 'too'", [("species", "not contains", ("too",))]),
        ("how many weigh at least 5000 g", [("body_mass_g", ">=", (5000,))]),
        ("mean bill length with body mass between 3000 and 4000", [("body_mass_g", "between", (3000, 4000))]),
        ("mean body mass in 2008", [("year", "==", (2008,))]),
        ("mean body mass since 2008", [("year", ">=", (2008,))]),
        ("mean body mass of penguins that are not Adelie", [("species", "not in", ("Adelie",))]),
        ("how many penguins were tagged", [("tagged", "==", (1,))]),
        ("how many are either Adelie or Gentoo", [("species", "in", ("Adelie", "Gentoo"))]),
        ("mean body mass of Adelie and Gentoo", [("species", "in", ("Adelie", "Gentoo"))]),
    ],
)
def test_filters_are_read_from_words_and_values(question, filters):
    assert set(reading(question).filters) == {Filter(*one) for one in filters}


@pytest.mark.parametrize(
    ("question", "kind", "columns", "by"),
    [
        ("mean body mass by species and sex", "group", ("body_mass_g",), ("species", "sex")),
        ("is body mass related to bill length", "correlation", ("body_mass_g", "billLength"), ()),
        ("do males and females differ significantly in body mass", "test", ("body_mass_g",), ("sex",)),
        ("is body mass normally distributed", "normality", ("body_mass_g",), ()),
        ("how many penguins per year", "trend", (), ()),
        ("which species has the highest body mass", "group", ("body_mass_g",), ("species",)),
        ("top 5 penguins by body mass", "extreme", ("body_mass_g",), ()),
        ("what share of penguins is female", "portion", (), ()),
        ("missing values in sex", "missing", ("sex",), ()),
        ("are there duplicate rows", "duplicates", (), ()),
        ("regress body mass on bill length", "model", ("billLength",), ()),
        ("estimate body mass from bill length by linear regression", "model", ("billLength",), ()),
        ("body mass more than 3 standard deviations from the mean", "outliers", ("body_mass_g",), ()),
        ("list the species", "distinct", ("species",), ()),
        ("plot body mass against bill depth", "correlation", ("body_mass_g", "billDepth"), ()),
        ("body mass の推移", "trend", ("body_mass_g",), ()),
    ],
)
def test_a_question_is_read_as_its_kind(question, kind, columns, by):
    (analysis,) = reading(question).analyses
    assert (analysis.kind, analysis.columns, analysis.by) == (kind, columns, by)


def test_words_for_statistics_kinds_units_and_counts():
    assert stats_in("the average and the standard deviation") == ("mean", "std")
    assert stats_in("中央値と合計") == ("median", "sum")
    assert "count" not in kinds_in("which country is it")
    assert (time_unit("sales per month"), time_unit("月別の売上"), time_unit("sales")) == (
        "month",
        "month",
        "",
    )
    assert (top_count("top 5"), top_count("the three largest"), top_count("上位10")) == (5, 3, 10)


def test_the_entity_of_the_rows_is_not_its_id():
    assert reading("average body mass of each penguin species").analyses[0].by == ("species",)


def test_what_was_taken_is_said():
    assert reading("mean weight").assumptions == ("“weight” was read as the column body_mass_g.",)


@pytest.mark.parametrize("name", ['a"b', "a'b", "back\\slash", "line\nbreak", '"""', "{x}", "名前"])
def test_a_quoted_name_evaluates_to_itself(name):
    assert eval(quote(name)) == name


async def test_a_failed_conversion_is_mended_and_nothing_else():
    columns = (Column(name="price", type="text", examples=("1", "2")),)
    table = Table(file="a.csv", table="a", rows=2, columns=columns, read="")
    task = Task(question="mean price", profile=Profile(tables=(table,)))
    step = Step(title="Mean", code="a['price'].mean()\n")
    failed = Execution(status="error", stderr="TypeError: unsupported operand")
    mended, _ = await RuleBasedAnalyst().repair(task, step, failed)
    assert 'pd.to_numeric(a["price"], errors="coerce")' in mended.code
    other, _ = await RuleBasedAnalyst().repair(task, step, Execution(status="error", stderr="KeyError: 'x'"))
    assert other is None
    stood_by, _ = await RuleBasedAnalyst().repair(task, step, Execution(status="ok"))
    assert stood_by == step


@pytest.mark.parametrize("value", ["", "not json", "[1]", '{"mean body_mass_g": [', "null"])
async def test_an_output_that_is_no_json_gives_no_number(value):
    analyst = RuleBasedAnalyst()
    task = Task(question="mean body mass", profile=PROFILE)
    plan, _ = await analyst.plan(task)
    cell = Cell(id=3, title=plan.steps[0].title, code="", execution=Execution(status="ok", value=value))
    answer, _ = await analyst.summarise(task, plan, [cell])
    assert answer.claims == ()
    assert "Nothing came out" in answer.text


async def test_no_table_is_said():
    plan, _ = await RuleBasedAnalyst().plan(Task(question="mean of x", profile=Profile(tables=())))
    assert isinstance(plan, Plan)
    assert plan.unread.startswith("There is no table")
