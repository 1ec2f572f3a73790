"""Answers and outputs: what is right about them, and what is wrong."""

from agents.values import Answer, Cell, Column, Execution, Profile, Table
from agents.verification import verify

SPECIES = "Adelie", "Chinstrap", "Gentoo"
PENGUINS = Profile(
    tables=(
        Table(
            file="penguins.csv",
            table="penguins",
            rows=344,
            read="pd.read_csv('penguins.csv')",
            columns=(
                Column(name="Species", type="text", unique=3, examples=SPECIES),
                Column(name="Body Mass (g)", type="integer", unit="g", missing=2, low="2700", high="6300"),
                Column(name="Delta 15 N (o/oo)", type="number", missing=14),
                Column(name="Date Egg", type="date", low="2007-11-09", high="2009-12-01"),
            ),
        ),
    )
)
THOUSANDS = Profile(
    tables=(
        Table(
            file="sales.csv",
            table="sales",
            rows=12,
            read="pd.read_csv('sales.csv')",
            columns=(Column(name="revenue", type="number", unit="thousand EUR"),),
        ),
    )
)
MEANS = """\
Species
Adelie       3700.662252
Chinstrap    3733.088235
Gentoo       5076.016260
Name: Body Mass (g), dtype: float64
"""
COUNTS = "Adelie 152\nGentoo 124\nChinstrap 68\n"
FRAME = "  Species  n   mean\n0  Adelie  152  3700.7\n1  Gentoo  124  5076.0\n"
YEARS = "year\n2019    120\n2020    80\n2021    150\n2022    200\n"
GAPS = "        missing\ncolumn         \ncity          0\nprice         0\nsize          2\n"
GAP_TABLE = "\n\n| column | missing |\n|---|---:|\n| size | 2 |"
SHARE = "share 0.3333333\nn 114 of 342\n"
SINE = "{'sin_pi': 1.2246467991473532e-16, 'random_number': 9.68032501928628}"


def cell(number, output, code="", status="ok"):
    execution = Execution(status=status, stdout=output)
    return Cell(id=number, title=f"Step {number}", code=code, execution=execution)


def check(text, *outputs, question="", profile=PENGUINS, code="", claims=()):
    cells = [cell(number, output, code) for number, output in enumerate(outputs, 1)]
    return verify(Answer(text=text, claims=claims), cells, question, profile)


def missed(text, *outputs, **rest):
    return [claim.value for claim in check(text, *outputs, **rest).not_found]


RIGHT = [
    # rounding and separators
    ("mean 4201.754385", "The mean is 4,201.75 g [1]."),
    ("mean 4201.754385", "The mean is 4202 g."),
    ("mean 4201.754385", "The mean is 4,201.8 g."),
    ("mean 4201.754385", "The mean is 4 201,75 g."),
    ("mean 4201.754385", "Der Mittelwert ist 4.201,75 g."),
    ("mean 4201.754385", "Der Mittelwert ist 4201,75 g."),
    ("mean 4201.754385", "The mean is **4,201.75** g."),
    ("mean 4201.754385", "The mean is `4201.75`."),
    ("mean 4201.754385", "The mean is about 4,200 g."),
    ("mean 4201.754385", "It is over 4,000 g."),
    ("mean 4201.754385", "It is ~4200 g."),
    ("mean 4201.754385", "平均は4,201.75gです。"),
    ("mean 4201.754385", "平均は約４２００ｇです。"),
    ("mean 4201.754385", "平均は４，２０１．７５ｇです。"),
    ("total 1,234,567", "The total is 1234567."),
    ("total 1234567", "The total is 1'234'567."),
    ("total 1234567", "The total is 12,34,567."),
    ("np.float64(9.68032501928628)", "It is 9.68."),
    ("r = -0.8731", "The correlation is −0.87."),
    ("r = -0.8731", "The correlation is -0.873."),
    ("change -12.4", "It fell by 12.4."),
    ("(2.5, 7.25)", "It ranges 2.5–7.25."),
    ("10 20", "Ages 10-20."),
    # scales
    ("revenue 4213000", "Revenue was 4.2 million."),
    ("revenue 4213000", "Revenue was $4.2M."),
    ("revenue 4213000000", "Revenue was €4.21 bn."),
    ("revenue 4213", "Revenue was 4.2k."),
    ("population 123456789", "人口は1億2345万6789人です。"),
    ("population 123456789", "人口は約1.23億人です。"),
    ("population 35000", "人口は3万5千人です。"),
    ("population 35000", "人口は3.5万人です。"),
    ("人口 13960000", "人口为1396万。"),
    ("x 1000000", "It is 10^6."),
    # scientific writing
    (SINE, r"The sine is \(1.2246 \times 10^{-16}\)."),
    (SINE, "The sine is 1.22 × 10⁻¹⁶."),
    (SINE, "The sine is 1.22e-16, effectively zero."),
    ("p-value 3.2e-08", "The difference is significant (p < 0.001)."),
    ("pvalue=0.31", "It is not significant (p > 0.05)."),
    # percent and fraction
    ("share 0.4348", "The share is 43.5%."),
    ("share 0.4348", "43 percent of them."),
    ("share 43.48%", "The share is 43.5 %."),
    ("share 43.48%", "The share is 0.435."),
    ("share 0.4348", "割合は43.5％です。"),
    ("Adelie share 0.4348", "| Species | Share (%) |\n|---|---|\n| Adelie | 43.5 |\n\nAdelie was asked."),
    # derivations
    (MEANS, "Gentoo (5,076 g) are 1,375 g heavier than Adelie (3,701 g)."),
    (MEANS, "Gentoo is 37.2% heavier than Adelie (5,076 g against 3,701 g)."),
    (MEANS, "Gentoo weigh 1.37 times as much as Adelie."),
    (COUNTS, "Adelie make up 44.2% of all penguins (152 of 344)."),
    (COUNTS, "In total there are 344 penguins."),
    (COUNTS, "Adelie and Gentoo together are 276."),
    (COUNTS, "The share of Chinstrap is 19.8%."),
    ("2020 200\n2021 250", "Sales rose from 200 to 250, an increase of 25%."),
    ("2020 250\n2021 200", "Sales fell from 250 to 200, a drop of 20%."),
    ("a 0.123\nb 0.101", "A is 2.2 percentage points above b."),
    ("152 344", "152/344 of them."),
    # counts, words, ordinals
    (COUNTS, "There are three species: Adelie, Chinstrap and Gentoo."),
    (COUNTS, "There are 3 species: Adelie, Chinstrap and Gentoo."),
    (COUNTS, "The 2nd species is Gentoo."),
    ("['a', 'b', 'c', 'd']", "There are four of them."),
    ("5", "There are five of them."),
    ("n 0", "There are zero of them."),
    ("n 3", "種類は三つです。"),
    (COUNTS, "One of the species is Gentoo; the two others are rarer."),
    # the profile, where the sentence speaks of it
    ("ok", "The file has 344 rows and 4 columns."),
    ("ok", "2 values of body mass are missing."),
    ("ok", "The eggs were dated from 9 November 2007 to December 1, 2009."),
    # what is no statement
    (COUNTS, "1. Adelie: 152\n2. Gentoo: 124\n3. Chinstrap: 68"),
    (COUNTS, "## 7. Result\n\nAdelie: 152"),
    (COUNTS, "Adelie is the commonest (152), see Figure 1 and Table 9."),
    (COUNTS, "Adelie: 152, as in the column Delta 15 N (o/oo)."),
    (COUNTS, "See [the page](https://example.org/2031/77) for Adelie."),
    (COUNTS, "With `penguins.head(55)` Adelie has 152."),
    ("12.5", "The 95% confidence interval and the 75th percentile end at 12.5."),
    ("12.5", "A two-sided test, rounded to 2 decimals, gives 12.5."),
    ("Tokyo 2020    12.5", "Tokyo 2020 had 12.5 of CO2 and PM2.5."),
    # dates
    ("2021-03-14 00:00:00    17", "The peak was on March 14, 2021, with 17."),
    ("2021-03-14    17", "The peak was on 14.03.2021."),
    ("2021-03-14    17", "The peak was on the 14th of March 2021."),
    ("2021-03-14    17", "最多は2021年3月14日の17件です。"),
    ("2021-03-14    17", "最多は令和3年3月14日です。"),
    ("2021-03-14    17", "The peak was in March 2021."),
    ("2021-03-14    17", "The peak was in 2021."),
    ("20210314    17", "The peak was on 2021/03/14."),
    ("2021 3 17", "The peak was in March 2021."),
    ("busiest 14:30", "The busiest time is 14:30."),
    ("n 12", "| n |\n|---|\n| 12 |\n\n11 more rows are not shown."),
    ("n 12\nm 3", "| m |\n|---|\n| 3 |\n\n| n |\n|---|\n| 12 |\n| 3 |\n\n10 more rows are not shown."),
    ("pvalue=3.2e-20", "p_value[0.0000]"),
    ("mean -1.2e-17", "The mean is -0.0000."),
    # tables that outputs print
    (FRAME, "Gentoo: 124, mean 5,076.0."),
    ("Species,n,mean\nAdelie,152,3700", "Adelie: 152 with 3,700."),
    # shares in words and digits
    (SHARE, "One in three (114 of 342) is female."),
    (SHARE, "1 in 3 penguins are female, and two thirds are not."),
    (SHARE, "A third of them, 1/3, are female."),
    (SHARE, "約3割がメスです。"),
    ("share 0.448", "Nearly half of them are female."),
    ("share 0.641", "More than half are female."),
    # numbers in words
    ("n 21", "Twenty-one of them."),
    ("n 1200\nm 12", "A dozen of twelve hundred."),
    ("mean 3.5", "The mean is 3½, three and a half."),
    ("n 1000", "A thousand rows are left."),
    # recomputed
    (YEARS, "2022 has 2.5 times as many as 2020."),
    (YEARS, "2022年は200件で、2020年の2.5倍です。"),
    (YEARS, "The mean per year is 137.5."),
    ("r 0.8712", "R² = 0.759."),
    ("median 12.0\nmean 12.34", "Median 12, mean 12.3: it is 0.34 higher."),
    ("mean 4201.75", "The mean is 4.2 kg."),
    # numbering
    (COUNTS, "| Rank | Species | n |\n|---|---|---|\n| 1 | Adelie | 152 |\n| 2 | Gentoo | 124 |"),
    (COUNTS, "Adelie is #1 with 152."),
    # dates
    ("2021-03-14 23:59:00", "It was on 3/14/21 at 11:59 pm."),
    ("2021-03-14 08:05:00", "On 14/03/21, 8:05 a.m."),
    (GAPS, f"1 column [1] has missing values.{GAP_TABLE}"),
    (GAPS, f"欠損値のある列は 1 列 [1] です。{GAP_TABLE}"),
    (GAPS, "Only 1 column has missing values: **size** (2)."),
]

WRONG = [
    ("mean 4201.754385", "The mean is 4,301.75 g.", ["4,301.75"]),
    ("mean 4201.754385", "The mean is 4,201.5 g.", ["4,201.5"]),
    ("mean 4201.754385", "The mean is 4,201 g.", ["4,201"]),
    ("mean 4201.754385", "The mean is 4,200 g.", ["4,200"]),
    ("mean 4201.754385", "The mean is 42,017.5 g.", ["42,017.5"]),
    ("mean 4201.754385", "The mean is 4.2 g.", ["4.2"]),
    ("mean 4201.754385", "The mean is **4,301** g.", ["4,301"]),
    ("mean 4201.754385", "平均は4,301.75gです。", ["4,301.75"]),
    ("mean 4201.754385", "平均は４３０１ｇです。", ["４３０１"]),
    ("mean 4201.754385", "It is about 4,800 g.", ["4,800"]),
    ("mean 4201.754385", "It is over 5,000 g.", ["5,000"]),
    ("mean 4201.754385", "```text\n4301.75\n```", ["4301.75"]),
    (SINE, "The random number is 0.", ["0"]),
    (SINE, r"The random number generated is \(0\).", ["0"]),
    (SINE, "The random number is zero.", ["zero"]),
    (SINE, "The random number is 0.0.", ["0.0"]),
    (SINE, "The random number is 9.86.", ["9.86"]),
    (SINE, r"The sine is \(1.2246 \times 10^{-15}\).", [r"1.2246 \times 10^{-15}"]),
    ("r = -0.8731", "The correlation is 0.87.", ["0.87"]),
    ("r = -0.8731", "The correlation is −0.88.", ["−0.88"]),
    ("revenue 4213000", "Revenue was 4.3 million.", ["4.3 million"]),
    ("revenue 4213000", "Revenue was 4.2 billion.", ["4.2 billion"]),
    ("revenue 4213000", "Revenue was 4.2k.", ["4.2k"]),
    ("population 123456789", "人口は1億3345万人です。", ["1億3345万"]),
    ("population 35000", "人口は35万人です。", ["35万"]),
    ("share 0.4348", "The share is 44.5%.", ["44.5%"]),
    ("share 0.4348", "The share is 4.3%.", ["4.3%"]),
    ("p-value 0.03", "The difference is significant (p < 0.001).", ["0.001"]),
    (MEANS, "Gentoo (5,076 g) are 1,475 g heavier than Adelie (3,701 g).", ["1,475"]),
    (MEANS, "Gentoo is 47.2% heavier than Adelie (5,076 g against 3,701 g).", ["47.2%"]),
    (MEANS, "Gentoo weigh 1.73 times as much as Adelie.", ["1.73"]),
    (MEANS, "The mean of Gentoo is 1,375 g.", ["1,375"]),
    (COUNTS, "Adelie make up 54.2% of all penguins (152 of 344).", ["54.2%"]),
    (COUNTS, "In total there are 354 penguins.", ["354"]),
    (COUNTS, "There are seven species.", ["seven"]),
    (COUNTS, "There are 153 Adelie and 124 Gentoo.", ["153"]),
    (COUNTS, "1. Adelie: 152\n2. Gentoo: 125", ["125"]),
    (COUNTS, "| Species | n |\n|---|---|\n| Adelie | 152 |\n| Gentoo | 142 |", ["142"]),
    ("2021-03-14    17", "The peak was on March 15, 2021.", ["March 15, 2021"]),
    ("2021-03-14    17", "The peak was on 2021-04-14.", ["2021-04-14"]),
    ("2021-03-14    17", "The peak was in April 2021.", ["April 2021"]),
    ("2021-03-14    17", "The peak was in 2023.", ["2023"]),
    ("2021-03-14    17", "最多は2021年3月15日です。", ["2021年3月15日"]),
    ("busiest 14:30", "The busiest time is 15:30.", ["15:30"]),
    (FRAME, "The mean is 1.", ["1"]),
    (FRAME, "None are left: 0.", ["0"]),
    ("<object at 0x7f2>", "The count is 0.", ["0"]),
    ("ok", "The mean is 2.", ["2"]),
    ("ok", "3,5 and 7,25", ["3,5", "7,25"]),
    ("Adelie 3700", "Chinstrap has 3,700 g.", ["Chinstrap", "3,700"]),
    (SHARE, "One in four is female.", ["One in four"]),
    (SHARE, "1 in 4 penguins are female.", ["1 in 4"]),
    (SHARE, "A quarter of them, 1/4, are female.", ["A quarter", "1/4"]),
    (SHARE, "約4割がメスです。", ["4割"]),
    (SHARE, "Half of them are female.", ["Half"]),
    ("n 21", "Twenty-two of them.", ["Twenty-two"]),
    ("n 100", "A thousand rows are left.", ["A thousand"]),
    ("mean 3.5", "The mean is 4½.", ["4½"]),
    (YEARS, "2022 has 3.5 times as many as 2020.", ["3.5"]),
    (YEARS, "The mean per year is 147.5.", ["147.5"]),
    ("r 0.8712", "R² = 0.859.", ["0.859"]),
    ("mean 4201.75", "The mean is 4.3 kg.", ["4.3"]),
    ("change -0.1234\nslope -3.41e-05", "It rose by 12.34%.", ["12.34%"]),
    (COUNTS, "| Rank | Species | n |\n|---|---|---|\n| 1 | Adelie | 162 |\n| 2 | Gentoo | 124 |", ["162"]),
    ("2021-03-14 23:59:00", "It was on 3/15/21 at 11:59 am.", ["3/15/21", "11:59 am"]),
    ("5 10", "It is 7.5 on average.", ["7.5"]),
    # a count of one, of nothing that the answer names
    (GAPS, "1 column has missing values.", ["1"]),
    (GAPS, "1 column has missing values: length.", ["1"]),
    (GAPS, f"The size has 1 gap.{GAP_TABLE}", ["1"]),
    (GAPS, f"The mean is 1.{GAP_TABLE}", ["1"]),
    (GAPS, f"The longest is 1 km.{GAP_TABLE}", ["1"]),
    ("mean 3.5", "There is 1 outlier.", ["1"]),
]
