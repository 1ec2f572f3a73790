"""Numbers of years, quarters, months, days and hours: what is told of its own period, and what of another."""

YEARS = "order_date\n2022    1200000.0\n2023    1500000.0\n2024     900000.0\nName: revenue, dtype: float64\n"
MONTHS = (
    "order_date\n2023-01-31    101200.50\n2023-02-28     98800.25\n"
    "2023-03-31    143000.75\n2023-04-30    120500.00\nFreq: ME\n"
)
PIVOT = "year     2022  2023\nregion            \nNorth     100   120\nSouth     200   240\n"
LEVELS = "year  region\n2022  North     100\n      South     200\n2023  North     120\n      South     240\n"
RECORDS = '[{"year": 2022, "revenue": 1200}, {"year": 2023, "revenue": 1500}]'
BOTH = f"{MONTHS}\n{YEARS}"
HOURS = "hour\n8  120\n17    560\n18    480\n"
DAYS = "weekday\nMonday 820\nTuesday 760\n"
QUARTERS = "quarter\n2023Q3    420000.0\n2023Q4    480000.0\n"

RIGHT = [
    (YEARS, "Revenue was 1.2 million in 2022 and 1.5 million in 2023."),
    (YEARS, "In 2023 revenue reached 1.5 million, up from 1.2 million in 2022."),
    (YEARS, "From 2022 to 2023 revenue rose from 1.2 to 1.5 million."),
    (
        YEARS,
        "2023 was the best year with 1.5 million, followed by 2022 (1.2 million) and 2024 (0.9 million).",
    ),
    (YEARS, "In 2024 it fell by 600,000 to 900,000."),
    (YEARS, "After 1.5 million in 2023, revenue dropped to 900,000 in 2024."),
    (YEARS, "Compared with 2023 (1.5 million), 2024 was weak at 900,000."),
    (YEARS, "Since 2022 (1.2 million) it has changed by 300,000."),
    (YEARS, "Revenue peaked at 1.5 million in 2023 before falling to 0.9 million in 2024."),
    (YEARS, "Over 2022–2024 revenue was between 900,000 and 1.5 million."),
    (YEARS, "The year after 2022 saw 1.5 million."),
    (YEARS, "By 2024 revenue had fallen from its 2023 peak of 1.5 million to 0.9 million."),
    (YEARS, "In 2022, 2023 and 2024 revenue was 1.2, 1.5 and 0.9 million."),
    (YEARS, "2022: 1.2M, 2023: 1.5M, 2024: 0.9M"),
    (YEARS, "2024 ended 600,000 below 2023 and 300,000 below 2022."),
    (YEARS, "In 2023 the previous year's 1.2 million was exceeded by 25%."),
    (YEARS, "2023 exceeded the 1.2 million of 2022."),
    (YEARS, "Im Jahr 2023 lag der Umsatz bei 1,5 Mio. €, nach 1,2 Mio. € im Vorjahr."),
    (YEARS, "2023 waren es 1,5 Mio. € gegenüber 1,2 Mio. € 2022."),
    (YEARS, "En 2023, les ventes ont atteint 1,5 M€, contre 1,2 M€ en 2022."),
    (YEARS, "2023年は150万ユーロ、2022年は120万ユーロでした。"),
    (YEARS, "2023年の売上は前年の120万から150万に増えた。"),
    (YEARS, "The low of 2024 (900,000) is 40% below the 2023 level of 1.5 million."),
    (YEARS, "The best year, 2023, brought 1.5 million."),
    (YEARS, "The 2022 figure of 1.2 million was beaten in 2023."),
    (YEARS, "Revenue: 1.2M (2022), 1.5M (2023), 0.9M (2024)."),
    (YEARS, "Without 2023, the best year would be 2022 with 1.2 million."),
    (MONTHS, "March 2023 was the strongest month with 143,000.75; February was the weakest (98,800.25)."),
    (MONTHS, "From January to March it rose to 143,000.75."),
    (MONTHS, "In Q1 2023 the best month had 143,000.75."),
    (MONTHS, "In April it fell to 120,500, from 143,000.75 in March."),
    (MONTHS, "The first month, January, had 101,200.50."),
    (MONTHS, "It ended April at 120,500, after 143,000.75 the month before."),
    (MONTHS, "The month may well be March, with 143,000.75."),
    (MONTHS, "On 31 March 2023 it stood at 143,000.75."),
    (MONTHS, "March's 143,000.75 was 18.7% above April's 120,500."),
    (PIVOT, "North grew from 100 in 2022 to 120 in 2023."),
    (PIVOT, "In 2023 South had 240 and North 120."),
    (LEVELS, "North grew from 100 in 2022 to 120 in 2023."),
    (LEVELS, "In 2023, South had 240."),
    (RECORDS, "In 2023 revenue was 1,500, after 1,200 in 2022."),
    (BOTH, "2023 brought 1.5 million, March alone 143,000.75."),
    (YEARS, "| Year | Revenue | Previous |\n|---|---|---|\n| 2023 | 1,500,000 | 1,200,000 |"),
    (YEARS, "| Metric | 2022 | 2023 |\n|---|---|---|\n| Revenue | 1,200,000 | 1,500,000 |"),
    (PIVOT, "| region | 2022 | 2023 |\n|---|---|---|\n| North | 100 | 120 |"),
    (HOURS, "The peak is at 17:00."),
    (HOURS, "The peak is at 5 pm with 560."),
    (HOURS, "Der Höhepunkt liegt um 17 Uhr."),
    (HOURS, "Le pic est à 17h."),
    (HOURS, "ピークは17時の560件です。"),
    (HOURS, "The peak is between 17:00 and 18:00."),
    (DAYS, "Monday had 820 orders, Tuesday 760."),
    (QUARTERS, "Q4 2023 was best with 480k, Q3 had 420k."),
    ("2023-12-24    17\n2023-12-25    9", "On Sunday, Dec 24, 2023, there were 17."),
]

WRONG = [
    (PIVOT, "North had 120 in 2022."),
    (PIVOT, "In 2022 South had 240."),
    (PIVOT, "| region | 2022 | 2023 |\n|---|---|---|\n| North | 120 | 100 |"),
    (LEVELS, "In 2022 South had 240."),
    (LEVELS, "North had 120 in 2022."),
    (RECORDS, "In 2023 revenue was 1,200."),
    (RECORDS, "In 2022, revenue was 1,500."),
    (MONTHS, "In Q2 2023 the best month had 143,000.75."),
    (MONTHS, "January was the weakest (98,800.25)."),
    (MONTHS, "Im April 2023 waren es 143.000,75."),
    (MONTHS, "2023年4月は143,000.75でした。"),
    (YEARS, "2022年の売上は150万でした。"),
    (YEARS, "En 2022, les ventes ont atteint 1,5 M€."),
    (YEARS, "The best year (2022) had 1.5 million."),
    (YEARS, "Revenue: 1.2M (2023), 1.5M (2022), 0.9M (2024)."),
    (YEARS, "2022: 1.5M, 2023: 1.2M, 2024: 0.9M"),
    (YEARS, "The best year, 2022, brought 1.5 million."),
    (DAYS, "On Mondays there were 760 orders."),
    (HOURS, "At 18:00 there were 560 trips."),
    (HOURS, "um 18 Uhr waren es 560"),
    (HOURS, "The peak is at 7 pm."),
    (DAYS, "Monday had 760."),
    (QUARTERS, "Q3 2023 was the best quarter with 480k."),
    (HOURS, "The peak hour is 19:00 with 560 trips."),
    ("2023-12-24    17\n2023-12-25    9", "On Monday there were 17."),
]
