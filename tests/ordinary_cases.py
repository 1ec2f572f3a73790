"""Outputs as pandas prints them, each with an honest sentence and a lying one."""

HOURS = (
    "ts\n"
    + "".join(f"{hour:<5}{1 + (hour * 7 % 24) / 10:.3f}\n" for hour in range(24))
    + "Name: CO, dtype: float64\n"
)
WIDE = (
    "      amount_2022  amount_2023\ncity\nHull      18454.7      23226.7\nYork      17517.2      22045.0\n"
)
PLANS = (
    "plan        accounts       mrr   avg_mrr\n"
    "Enterprise        44  326502.2   7420.5\n"
    "Starter          411   21050.9     51.2\n"
)
GOODS = "品类\n服装    176761.34\n美妆    103151.49\n家电    307011.70\n"
FIRES = "year      acres\n2018  8582609.0\n2019  4630007.0\n2020 10274679.0\n"
SALES = "year  sales\n2022   1200\n2023   1500\n2024   2300\n"
FIT = "            coef  [0.025  0.975]\nexpress   0.085  -0.080   0.250\n"
BUSES = "mes\n1    7653\n2    6870\n4    6511\n"
STATES = "state\nTX    2670\nCA    2666\nNY    2232\n"
PAIRS = [
    (HOURS, "The mean is 2.5 at 9:00.", "The mean is 2.5 at 9:30."),
    (WIDE, "In 2023, Hull gave 23,226.7.", "In 2021, Hull gave 23,226.7."),
    (WIDE, "From 2022 to 2023 Hull gave more.", "There were 2022 gifts."),
    (SALES, "2022 was the worst year for sales.", "2024 was the worst year for sales."),
    (
        PLANS,
        "An Enterprise account pays roughly 145 times as much as a Starter account.",
        "An Enterprise account pays roughly 180 times as much as a Starter account.",
    ),
    (GOODS, "家电销售额最高,约 30.7 万元。", "家电销售额最高,约 37.0 万元。"),
    (
        FIRES,
        "2020 was the worst year with 10.27 million acres.",
        "2020 was the worst year with 10.72 million acres.",
    ),
    (
        FIT,
        "The 95 % interval of its coefficient is -0.080 to 0.250.",
        "The 95 % interval of its coefficient is -0.060 to 0.250.",
    ),
    (
        BUSES,
        "Janeiro teve o maior número de passageiros (7.653).",
        "Janeiro teve o maior número de passageiros (7.563).",
    ),
    (STATES, "TX has the most (2,670), four more than CA.", "TX has the most (2,670), nine more than CA."),
]
