"""Superlatives and ranks against the columns of outputs: which of them hold."""

from agents.values import Column, Profile, Table

SALES = Profile(
    tables=(
        Table(
            file="sales.csv",
            table="sales",
            rows=200,
            read="pd.read_csv('sales.csv')",
            columns=(
                Column(name="region", type="text", unique=4, examples=("East", "North", "South", "West")),
                Column(name="product", type="text", unique=2, examples=("Laptop", "Tablet")),
                Column(name="revenue", type="number"),
                Column(name="orders", type="integer"),
            ),
        ),
    )
)
SUMS = """\
region
East     1200.5
North    4100.0
South    2500.0
West     -300.0
Name: revenue, dtype: float64
"""
FRAME = """\
        revenue  orders
region
East     1200.5      52
North    4100.0      40
South    2500.0      71
"""
BY_PRODUCT = """\
product   Laptop   Tablet
region
East       900.0    300.5
North      100.0   4000.0
South     2000.0    500.0
"""
YEARS = "year\n2021    120\n2022    260\n2023    210\n"
LITERAL = "{'East': 1200.5, 'North': 4100.0, 'South': 2500.0}"
RECORDS = (
    "[{'region': 'East', 'revenue': 1200.5, 'orders': 52}, "
    "{'region': 'North', 'revenue': 4100.0, 'orders': 40}]"
)
COUNTED = "region\nEast     12\nNorth    31\nSouth    25\nWest      9\nName: count, dtype: int64\n"
RIGHT = [
    (COUNTED, "Most orders come from North [1]."),
    (BY_PRODUCT, "South sold for 2,500.0 and East for 1,200.5 in all [1]."),
    (BY_PRODUCT, "All laptops came to 3,000 [1]."),
    (COUNTED, "East and West had 21 [1]."),
    (SUMS, "North has the highest revenue."),
    (SUMS, "**North** had by far the highest revenue, followed by South."),
    (SUMS, "The region with the highest revenue is **North**."),
    (SUMS, "The highest revenue was in North (4,100)."),
    (SUMS, "West has the lowest revenue, -300."),
    (SUMS, "South has the second-highest revenue."),
    (SUMS, "East ranks third."),
    (SUMS, "North ranks first, South ranks second."),
    (SUMS, "South is not the region with the highest revenue."),
    (SUMS, "South has the highest revenue after North."),
    (SUMS, "South is one of the regions with the highest revenue."),
    (SUMS, "The highest value in South was 2500."),
    (SUMS, "Without North, South has the highest revenue."),
    (SUMS, "Nord liegt vorn: North hat den höchsten Umsatz."),
    (SUMS, "North a le chiffre d'affaires le plus élevé."),
    (SUMS, "最も売上が高いのはNorthです。"),
    (SUMS, "销售额最高的是North。"),
    (FRAME, "South has the most orders, North the highest revenue."),
    (FRAME, "South sold the most."),
    (FRAME, "| region | rank |\n|---|---|\n| North | highest |"),
    (BY_PRODUCT, "South has the highest revenue of laptops."),
    (BY_PRODUCT, "For tablets, North has the highest revenue."),
    (YEARS, "2022 was the year with the highest sales."),
    (YEARS, "The lowest sales were in 2021."),
    (LITERAL, "North has the highest revenue."),
    (RECORDS, "East has the most orders and North the highest revenue."),
    ("region\nEast NaN\nNorth 5\nSouth 4\n", "South has the highest revenue."),
]
WRONG = [
    (COUNTED, "Most orders come from South [1].", ["South"]),
    (COUNTED, "South is the busiest region [1].", ["South"]),
    (BY_PRODUCT, "East sold for 4,100 in all [1].", ["4,100"]),
    (SUMS, "South has the highest revenue.", ["South"]),
    (SUMS, "**South** had by far the highest revenue, followed by North.", ["South"]),
    (SUMS, "The region with the highest revenue is **South**.", ["South"]),
    (SUMS, "The highest revenue was in East.", ["East"]),
    (SUMS, "East has the lowest revenue.", ["East"]),
    (SUMS, "East has the second-highest revenue.", ["East"]),
    (SUMS, "East ranks first.", ["East"]),
    (SUMS, "South ranks fourth.", ["South"]),
    (SUMS, "South hat den höchsten Umsatz.", ["South"]),
    (SUMS, "Den niedrigsten Umsatz hatte North.", ["North"]),
    (SUMS, "South a le chiffre d'affaires le plus élevé.", ["South"]),
    (SUMS, "最も売上が高いのはSouthです。", ["South"]),
    (SUMS, "销售额最高的是South。", ["South"]),
    (FRAME, "South has the highest revenue.", ["South"]),
    (FRAME, "North has the most orders.", ["North"]),
    (BY_PRODUCT, "East has the highest revenue.", ["East"]),
    (YEARS, "2023 was the year with the highest sales.", ["2023"]),
    (YEARS, "The lowest sales were in 2023.", ["2023"]),
    (LITERAL, "South has the highest revenue.", ["South"]),
]
