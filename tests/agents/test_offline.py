"""Questions asked of real tables in a real session, and the numbers that come back."""

import pytest
from fixtures_offline import FILES

from agents.values import Turn

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many orders are there?", "There are 10 rows [1]."),
        ("What is the average quantity?", "The mean of quantity is 8.00 [1]."),
        ("median price", "The median of price_eur is 2.50 eur [1]."),
        ("What is the total quantity in the North region?", "17 [1] where region = North"),
        ("How many orders were returned?", "There are 2 rows [1] where returned = yes"),
        ("how many orders have a quantity above 6?", "There are 3 rows [1]"),
        ("How many orders were there in 2024?", "There are 4 rows [1]"),
        ("total quantity of Tea and Coffee orders with quantity between 2 and 5", "Tea"),
        ("How many products are there?", "There are 3 [1] different values of product"),
        ("What is the highest price?", "The highest price_eur is 5.00 eur [1]"),
        ("Which product sold the most units?", "Milk has the highest total quantity: 51 [1]."),
        ("Which region has the lowest average price?", "East has the lowest mean price_eur: 2.67 eur [1]."),
        ("Are there missing values in price?", "price_eur has 1 missing value [1] (10.00 % [1])"),
        ("What percentage of orders is from the South?", "30.00 % [1] (3 [1] of 10 [1])"),
        ("outliers in quantity", "quantity has 1 outlier [1] (10.00 % [1] of its values)"),
        ("monthly total quantity", "Total quantity goes from 6 [1] (2023-01) to 47 [1] (2024-03)."),
        ("quantitty by regoin", "East has the highest total quantity: 53 [1]."),
        ("90th percentile of quantity", "The 90th percentile of quantity is 13.00 [1]."),
        ("average quantity of orders not from East", "The mean of quantity is 3.86 [1] where region ≠ East."),
        ("regionごとの quantity の合計は？", "quantity の合計が最も大きいのは East で、53 [1] です。"),
        ("quantity の平均", "quantity の平均は 8.00 [1] です。"),
        ("何件ありますか", "10 件 [1]あります。"),
        ("how many orders have a price over 4.5?", "There is 1 row [1] where price_eur > 4.5."),
        ("What percentage of Tea orders is from the North?", "50.00 % [1] (2 [1] of 4 [1])"),
        ("share of Tea by region", "North has the highest percentage: 50.00 % [1]"),
        ("average quantity in 2023 versus 2024", "from 4.17 [1] (2023) to 13.75 [1] (2024)"),
        (
            "how many different products per region",
            "share the highest number of different values of product: 3",
        ),
        (
            "Which region has the most Milk orders?",
            "East, North and South share the highest number of",
        ),
        ("year with the highest quantity", "2024 has the highest total quantity: 55 [1]."),
        ("What is the average quantity on weekends?", "17.33 [1] where sold_on is on a weekend"),
        ("quantity on weekends and weekdays", "weekend has the highest total quantity: 52 [1]"),
        ("difference in mean price between Tea and Coffee", "The difference is 2.00 eur [1]"),
        ("average number of orders per region", "number of rows per region is 3.33 [1]"),
        ("What is the mean monthly total quantity?", "total quantity per month is 13.33 [1]"),
        ("cumulative quantity by month", "from 6 [1] (2023-01) to 80 [1] (2024-03)"),
        ("One-sample t-test of quantity against 10", "not statistically significant (p = 0.598 [1])"),
        ("Levene test of quantity by region", "variances is not statistically significant (p = 0.255 [1])"),
        ("Bartlett test of quantity by region", "variances is statistically significant (p ="),
        ("cross-tabulate region and product", "| North | Tea | 2 |"),
        ("mean price by quantity quartile", "| 3 | 1.50 |"),
        ("75th percentile of quantity by region", "East has the highest 75th percentile quantity: 25.00 [1]"),
        ("What share of orders does the largest region have?", "highest percentage: 40.00 % [1]"),
    ],
)
async def test_a_question_gets_its_number(ask, question, said):
    plan, _, answer = await ask(question)
    assert plan.unread == ""
    assert said in answer.text
    assert answer.claims


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Which region has the highest average price, and how many orders does it have?",
            ("North has the highest mean price_eur: 3.17 eur [1].", "North has 4 rows [1]."),
        ),
        (
            "What is the mean quantity and how many orders were returned?",
            ("The mean of quantity is 8.00 [1].", "There are 2 rows [2] where returned = yes."),
        ),
        (
            "How many orders of Tea are there, and what is their average price?",
            ("There are 4 rows [1] where product = Tea.", "is 2.50 eur [2] where product = Tea."),
        ),
        (
            "Which region has the most orders, and what share of all orders is that?",
            ("North has the highest percentage: 40.00 % [1].",),
        ),
        (
            "Are there any outliers in quantity? If so, how many are there?",
            ("quantity has 1 outlier [1]",),
        ),
    ],
)
async def test_each_clause_of_a_question_gets_its_number(ask, question, said):
    plan, _, answer = await ask(question)
    assert plan.unread == ""
    assert [part for part in said if part not in answer.text] == []


async def test_a_group_by_gives_a_table_and_a_titled_chart(ask):
    _, cells, answer = await ask("average price by product")
    assert "| Coffee | 4.50 |" in answer.text
    assert "| Milk | 1.25 |" in answer.text
    (figure,) = cells[0].execution.figures
    assert figure.title == "Mean price_eur by product"
    assert {claim.value for claim in answer.claims} >= {"4.50", "1.25", "2.50"}


async def test_a_correlation_names_strength_p_value_and_rows(ask):
    _, cells, answer = await ask("Is there a correlation between price and quantity?")
    assert "moderate negative correlation: Pearson r = -0.65 [1]" in answer.text
    assert "9 rows [1]" in answer.text
    assert len(cells[0].execution.figures) == 1


async def test_columns_of_two_tables_are_joined_on_the_key_they_share(ask):
    plan, _, answer = await ask("total quantity by manager", "sales.csv", "regions.csv")
    assert 'sales.merge(regions, on=["region"])' in plan.steps[0].code
    assert "Cleo has the highest total quantity: 53 [1]." in answer.text


@pytest.mark.parametrize(
    ("follow_up", "said"),
    [
        ("and for Tea?", "The mean of quantity is 5.75 [1] where product = Tea."),
        ("now by region", "East has the highest mean quantity: 17.67 [1]."),
        ("what about the median?", "The median of quantity is 4.50 [1]."),
        ("and the price?", "The mean of price_eur is 2.89 eur [1]."),
    ],
)
async def test_a_follow_up_leans_on_the_question_before(ask, follow_up, said):
    history = (Turn(question="What is the average quantity?", answer="8"),)
    plan, _, answer = await ask(follow_up, history=history)
    assert said in answer.text
    assert "earlier question" in plan.assumptions[0]


@pytest.mark.parametrize(
    "question",
    [
        "What is the average salary by department?",
        "How many unicorns are there?",
        "average price by continent",
        "What is the meaning of life?",
        "total quantity in Q1 2024",
    ],
)
async def test_what_cannot_be_read_is_said_with_the_columns_of_every_table(ask, question):
    plan, cells, answer = await ask(question, "sales.csv", "regions.csv")
    assert "The rules read counts" in plan.unread
    assert (plan.steps, list(cells)) == ((), [])
    assert answer.text.startswith(plan.unread)
    assert answer.text.endswith("regions.csv has 3 rows, in these columns: region, manager, population")


async def test_a_description_is_one_of_the_whole_table(ask):
    _, _, answer = await ask("describe the data")
    assert answer.text.startswith("Here is what sales.csv holds: ")
    assert "| quantity |" in answer.text


async def test_names_from_the_file_never_become_code(ask):
    hostile = "a\"]; raise SystemExit #,b'\n1,2\n3,4\n"
    FILES["hostile.csv"] = hostile
    _, _, answer = await ask('mean of "b\'"', "hostile.csv")
    assert "3.00 [1]" in answer.text
