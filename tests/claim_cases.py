"""What is claimed in words against the columns of outputs: what fits them, and what does not."""

from rank_cases import BY_PRODUCT, FRAME, SUMS, YEARS

TOTALS = """\
           sum        mean  count
region
East    1200.5   30.000000     40
North   4100.0   51.250000     80
South   2500.0  100.000000     25
West    1900.0   19.000000    100
"""
WIDE = "year      2021   2022   2023\nregion\nEast     100.0   80.0  120.0\nNorth    200.0  250.0  300.0\n"
CHANGES = "region\nEast    -12.5\nNorth    -2.0\nSouth    -7.5\n"
QUESTION = "How do the regions and years compare, and which are above 2,000?"
RIGHT = [
    (YEARS, "Sales rose in 2022 compared with 2021 [1]."),
    (YEARS, "Between 2022 and 2023 sales fell by 19.2% [1]."),
    (YEARS, "After the strong 2022, sales declined in 2023 [1]."),
    (YEARS, "After 2021 they rose to 260 [1]."),
    (YEARS, "Sales did not rise in 2023 [1]."),
    (YEARS, "Change in 2023: -19.2% [1]"),
    (YEARS, "2022年的销售额比2021年增长了116.7% [1]。"),
    (YEARS, "Der Umsatz ist 2023 gesunken [1]."),
    (WIDE, "In 2022 sales of North rose [1]."),
    (WIDE, "All regions grew in 2023 [1]."),
    (TOTALS, "North had higher total revenue than East [1]."),
    (TOTALS, "East had fewer orders than West [1]."),
    (TOTALS, "North earned 3.4 times as much as East [1]."),
    (TOTALS, "North and South together bring in more than half of all revenue [1]."),
    (TOTALS, "From highest to lowest: North, South, West, East [1]."),
    (TOTALS, "Two of the four regions are above 2,000 [1]."),
    (TOTALS, "South has the highest mean revenue [1]."),
    (TOTALS, "Den zweiten Platz belegt South [1]."),
    (TOTALS, "South es la segunda región por ventas totales [1]."),
    (TOTALS, "2位はSouthです [1]。"),
    (TOTALS, "North has the highest revenue, followed by South and West [1]."),
    (TOTALS, "North > South > West > East [1]"),
    (CHANGES, "East had the largest drop [1]."),
    (FRAME, "In North sales were highest, in East lowest."),
]
WRONG = [
    (YEARS, "Sales rose in 2023 compared with 2022 [1].", ["rose"]),
    (YEARS, "Between 2022 and 2023 sales rose by 19.2% [1].", ["rose", "19.2%"]),
    (YEARS, "Sales climbed further in 2023 [1].", ["climbed"]),
    (YEARS, "Change in 2023: +19.2% [1]", ["+19.2%"]),
    (YEARS, "Sales grew every year [1].", ["grew"]),
    (YEARS, "Der Umsatz ist 2023 gestiegen [1].", ["gestiegen"]),
    (WIDE, "All regions grew in 2022 [1].", ["grew"]),
    (TOTALS, "North had lower total revenue than East [1].", ["lower"]),
    (TOTALS, "East had more total revenue than West [1].", ["more"]),
    (TOTALS, "North earned five times as much as South [1].", ["five"]),
    (TOTALS, "East and West together bring in more than half of all revenue [1].", ["more than half"]),
    (TOTALS, "From highest to lowest: North, West, South, East [1].", ["North, West, South, East"]),
    (TOTALS, "Three of the four regions are above 2,000 [1].", ["Three"]),
    (TOTALS, "North has the highest mean revenue [1].", ["North"]),
    (TOTALS, "Den zweiten Platz belegt East [1].", ["East"]),
    (TOTALS, "East es la segunda región por ventas totales [1].", ["East"]),
    (TOTALS, "2位はEastです [1]。", ["East"]),
    (TOTALS, "North has the highest revenue, followed by West and South [1].", ["North"]),
    (TOTALS, "North > West > South > East [1]", ["North > West > South > East"]),
    (YEARS, "The data covers five years, 2021 through 2023.", ["five"]),
    (TOTALS, "More than half are from South (25 of 245) [1].", ["More than half"]),
    (CHANGES, "North had the largest drop [1].", ["North"]),
    (BY_PRODUCT, "In South, the tablet is the largest [1].", ["tablet"]),
    (SUMS, "From lowest to highest: West, South, East, North [1].", ["West, South, East, North"]),
]
