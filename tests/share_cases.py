"""Shares, sums and changes of regions and quarters: what is honest about them, and what is a lie."""

from agents.values import Column, Profile, Table

REGIONS = "region\nNorth    1234567.89\nSouth     987654.32\nEast      456789.10\nWest      210987.65\n"
PRODUCTS = "product\nLaptop    1820\nPhone     1410\nTablet     890\nMonitor    560\nHeadset    320\n"
QUARTERS = "order_date\n2023-03-31 300000.0\n2023-06-30 360000.0\n2023-09-30 420000.0\n2023-12-31 420000.0\n"
YEARS = "order_date\n2022    1200000.0\n2023    1500000.0\n2024     900000.0\n"
GROWTH = (
    "region\nNorth    12.4\nSouth    -8.7\nEast      3.1\nWest     -0.6\nName: growth_pct, dtype: float64\n"
)
GAPS = "region         0\ncustomer      37\nrevenue       12\nquantity       0\norder_date     0\n"
DAYS = "weekday\nMonday 820\nTuesday 760\nWednesday 701\nThursday 733\nFriday 905\nSaturday 611\nSunday 470\n"
REPORT = (
    "Mean revenue: 579.39\nMedian revenue: 455.25\nTotal revenue: 2,889,998.96\nNumber of orders: 5,000\n"
    "Top customer: Acme Corp (48,230.10)\nFirst order: 2022-01-03\nLast order: 2024-06-28\n"
)
LETTERS = "a 40\nb 30\nc 20\nd 10\n"
ORDERS = Profile(
    tables=(
        Table(
            file="orders.csv",
            table="orders",
            rows=5000,
            read="pd.read_csv('orders.csv')",
            columns=(
                Column(name="region", type="text", unique=4, examples=("North", "South", "East", "West")),
                Column(
                    name="product",
                    type="text",
                    unique=5,
                    examples=("Laptop", "Phone", "Tablet", "Monitor", "Headset"),
                ),
                Column(name="customer", type="text", unique=812, examples=("Acme Corp", "Globex", "Initech")),
                Column(name="revenue", type="number", unit="EUR", missing=12, low="3.5", high="9800"),
                Column(name="order_date", type="date", low="2022-01-03", high="2024-06-28"),
            ),
        ),
    )
)

RIGHT = [
    (
        "region  Laptop  Phone\nEast     0.364  0.173\nWest     0.266  0.152\n",
        "The Laptop share is highest in East (36.4 %) and lowest in West (26.6 %).",
    ),
    # shares of the whole
    (REGIONS, "North accounts for 42.7% of the total."),
    (REGIONS, "North and South together make up 76.9% of the total."),
    (REGIONS, "North and South together bring in €2.22 million, i.e. 76.9% of the total."),
    (REGIONS, "The two largest make up roughly three quarters (77%) of revenue."),
    (REGIONS, "West earns only 17% of what North earns."),
    (REGIONS, "| Region | Share |\n|---|---|\n| North | 42.7% |\n| West | 7.3% |\n| Total | 100% |"),
    (PRODUCTS, "The top 3 products (Laptop, Phone, Tablet) cover 82.4% of orders (4,120 of 5,000)."),
    (PRODUCTS, "The top two products, Laptop and Phone, have 3,230 orders."),
    (PRODUCTS, "Laptops and phones together make up 3,230 of the 5,000 orders, almost two thirds."),
    (DAYS, "Weekends account for 1,081 orders, 21.6% of the total."),
    (REPORT, "The top customer spent €48.2k, i.e. 1.7% of the total."),
    (LETTERS, "a is 40% of the total, b 30%."),
    # how much more or less
    (REGIONS, "North exceeds South by 25%."),
    (QUARTERS, "It grew by 40% from the first to the last quarter."),
    (YEARS, "2023: €1.5M (+25%); 2024: €0.9M (−40%)."),
    (YEARS, "| Year | YoY |\n|---|---|\n| 2023 | +25.0% |\n| 2024 | −40.0% |"),
    (GROWTH, "North grew by 12.4% while South shrank by 8.7%."),
    ("decline 12.4", "It fell by 12.4%."),
    # how many times as much
    (REGIONS, "North's revenue is nearly six times that of West."),
    (PRODUCTS, "Laptops outsell headsets by a factor of 5.7."),
    (PRODUCTS, "Laptops are ordered more than five times as often as headsets."),
    (
        "mean 579.39\nstd 412.1\nmin 3.5\n25% 210\n50% 455.25\n75% 812.75\nmax 9800",
        "9,800 is almost 17 times the mean.",
    ),
    # what the sentence lists, or how many fell
    (REGIONS, "The top two regions are North and South."),
    (REGIONS, "North and South are the top 2 regions; the bottom two are East and West."),
    (REGIONS, "Only two regions, North and South, exceed 900k."),
    (PRODUCTS, "上位3商品はLaptop、Phone、Tabletです。"),
    (GROWTH, "Two of the four regions shrank."),
    (GAPS, "In total 49 values are missing, in two of the five columns."),
    # rows that are called after columns
    (GAPS, "customer has 37 missing values and revenue 12."),
    (GAPS, "Most gaps are in customer (37), fewer in revenue (12)."),
    ("revenue     579.39\nquantity      4.21\n", "The mean revenue is 579.39."),
    ("count 4988", "12 orders have no revenue."),
    ("total 2889998.96\nrate 0.0734", "Rund 2.890 Tsd. €."),
    ("total 2889998.96\nrate 0.0734", "About 7 out of every 100 are returned."),
    # a day of a date
    ("2021-03-14    17", "It was on the 14th."),
]

WRONG = [
    (REGIONS, "North accounts for 56% of the total.", ["56%"]),
    (REGIONS, "North makes up 73% of all revenue.", ["73%"]),
    (REGIONS, "South accounts for 80% of the total.", ["80%"]),
    (REGIONS, "North and South together make up 67.9% of the total.", ["67.9%"]),
    (REGIONS, "North and South together bring in €2.42 million.", ["€2.42 million"]),
    (REGIONS, "North makes up 100% of the total.", ["100%"]),
    (PRODUCTS, "The top 3 products cover 92.4% of orders.", ["92.4%"]),
    (PRODUCTS, "Tablet: 890 (18 %), Headset: 320 (16 %).", ["16 %"]),
    (PRODUCTS, "The top two products have 3,330 orders.", ["3,330"]),
    (DAYS, "Weekends account for 1,281 orders.", ["1,281"]),
    (REPORT, "The top customer spent €48.2k, i.e. 2.7% of the total.", ["2.7%"]),
    *((LETTERS, f"a is {share}% of the total.", [f"{share}%"]) for share in (57, 67, 80)),
    (REGIONS, "North exceeds South by 56%.", ["56%"]),
    *((QUARTERS, f"It grew by {change}%.", [f"{change}%"]) for change in (50, 57, 75)),
    (YEARS, "2023: €1.5M (+35%); 2024: €0.9M (+40%).", ["+35%", "+40%"]),
    (YEARS, "| Year | YoY |\n|---|---|\n| 2023 | +35.0% |\n| 2024 | −40.0% |", ["+35.0%"]),
    (GROWTH, "North grew by 12.4% while South grew by 8.7%.", ["8.7%"]),
    (GROWTH, "North shrank by 12.4%.", ["12.4%"]),
    ("change 12.4", "Revenue fell by 12.4%.", ["12.4%"]),
    ("slope 2.5", "The slope is negative (2.5).", ["2.5"]),
    ("mean before 50.0\nmean after 45.0\n", "The mean rose by 10%.", ["10%"]),
    (REGIONS, "North's revenue is nearly eight times that of West.", ["eight"]),
    (PRODUCTS, "Laptops outsell headsets by a factor of 7.5.", ["7.5"]),
    (REGIONS, "The top three regions are North and South.", ["three"]),
    (GROWTH, "Three of the four regions shrank.", ["Three"]),
    (GAPS, "In total 59 values are missing, in three of the five columns.", ["59", "three"]),
    (GAPS, "customer has 12 missing values and revenue 37.", ["37"]),
    ("revenue     579.39\ncustomer      4.21\n", "The mean customer is 579.39.", ["579.39"]),
    ("count 4988", "22 orders have no revenue.", ["22"]),
    ("total 2889998.96\nrate 0.0734", "About 9 out of every 100 are returned.", ["9 out of every 100"]),
    # days and months of dates count nothing
    ("x 344", "There were 28 outliers at the high end.", ["28"]),
    ("x 344", "The highest count is 6.", ["6"]),
    ("2021-03-14    17", "There were 14 of them.", ["14"]),
]
