"""Numbers beside names: what is right about them, and what is another's number."""

from agents.values import Column, Profile, Table


def table(name, rows, *columns):
    return Table(
        file=f"{name}.csv", table=name, rows=rows, columns=columns, read=f"pd.read_csv('{name}.csv')"
    )


ISLANDS = "Biscoe", "Dream", "Torgersen"
COUNTRIES = "Japan", "France", "Germany", "Brazil", "Kenya", "Peru", "India", "United States"
BIRDS = Profile(
    tables=(
        table(
            "birds",
            344,
            Column(name="Species", type="text", unique=3, examples=("Adelie", "Gentoo", "Chinstrap")),
            Column(name="Island", type="text", unique=3, examples=ISLANDS),
            Column(name="Sex", type="text", unique=2, examples=("MALE", "FEMALE")),
            Column(name="Body Mass (g)", type="integer", unit="g", missing=2, low="2700", high="6300"),
            Column(name="Flipper Length (mm)", type="integer", unit="mm", missing=2, low="172", high="231"),
        ),
        table("places", 40, Column(name="Country", type="text", unique=40, examples=COUNTRIES)),
        table("orte", 4, Column(name="都市", type="text", unique=3, examples=("東京", "大阪", "名古屋"))),
        table(
            "long",
            344,
            Column(
                name="Kind",
                type="text",
                unique=3,
                examples=("Falcon bird (Falco peregrinus)", "Kestrel bird (Falco tinnunculus)", "Hobby bird"),
            ),
        ),
    )
)

SERIES = """\
Species
Adelie       3700.662252
Chinstrap    3733.088235
Gentoo       5076.016260
Name: Body Mass (g), dtype: float64
"""
MEASURES = """\
           Body Mass (g)  Flipper Length (mm)
Species                                      
Adelie            3700.7                190.0
Chinstrap         3733.1                195.8
Gentoo            5076.0                217.2
"""  # noqa: W291 - so pandas prints it
AGG = """\
           count     mean     std
Species                          
Adelie       151  3700.66  458.57
Chinstrap     68  3733.09  384.34
Gentoo       123  5076.02  504.12
"""  # noqa: W291 - so pandas prints it
RESET = """\
     Species  Body Mass (g)
0     Adelie    3700.662252
1  Chinstrap    3733.088235
2     Gentoo    5076.016260
"""
COUNTS = """\
Species
Adelie       152
Gentoo       124
Chinstrap     68
Name: count, dtype: int64
"""
SHARES = """\
Species
Adelie       0.442
Gentoo       0.360
Chinstrap    0.198
Name: proportion, dtype: float64
"""
MULTI = """\
Species    Island   
Adelie     Biscoe        44
           Dream         56
           Torgersen     52
Chinstrap  Dream         68
Gentoo     Biscoe       124
dtype: int64
"""  # noqa: W291 - so pandas prints it
BY_SEX = """\
                  Body Mass (g)
Species   Sex                  
Adelie    FEMALE         3368.8
          MALE           4043.5
Chinstrap FEMALE         3527.2
          MALE           3939.0
Gentoo    FEMALE         4679.7
          MALE           5484.8
"""  # noqa: W291 - so pandas prints it
CROSS = """\
Species    Adelie  Chinstrap  Gentoo  All
Island                                   
Biscoe         44          0     124  168
Dream          56         68       0  124
Torgersen      52          0       0   52
All           152         68     124  344
"""  # noqa: W291 - so pandas prints it
WIDE = """\
            Adelie  Chinstrap  Gentoo
Island                               
Biscoe      3709.7        NaN  5076.0
Dream       3688.4     3733.1     NaN
"""  # noqa: W291 - so pandas prints it
MARKDOWN = """\
| Species   |   Body Mass (g) |   Flipper Length (mm) |
|:----------|----------------:|----------------------:|
| Adelie    |          3700.7 |                 190   |
| Chinstrap |          3733.1 |                 195.8 |
| Gentoo    |          5076   |                 217.2 |
"""
CSV = "Species,mean\nAdelie,3700.7\nChinstrap,3733.1\nGentoo,5076.0\n"
LINES = "Adelie: 3700.7\nChinstrap: 3733.1\nGentoo: 5076.0\n"
ONE_LINE = "Adelie: 3700.7, Chinstrap: 3733.1, Gentoo: 5076.0"
SPLIT = '{"columns":["Species","mean"],"data":[["Adelie",3700.7],["Chinstrap",3733.1],["Gentoo",5076.0]]}'
INDEXED = '{"columns":["mean"],"index":["Adelie","Chinstrap","Gentoo"],"data":[[3700.7],[3733.1],[5076.0]]}'
RECORDS = '[{"Species":"Adelie","mean":3700.7},{"Species":"Gentoo","mean":5076.0}]'
DICT = "{'Adelie': 3700.662251655629, 'Chinstrap': 3733.0882352941176, 'Gentoo': 5076.016260162602}"
NUMPY = "{'Adelie': np.float64(3700.66), 'Chinstrap': np.float64(3733.09), 'Gentoo': np.float64(5076.02)}"
COLUMNS = '{"mean":{"Adelie":3700.7,"Chinstrap":3733.1,"Gentoo":5076.0}}'
PAIRS = "[('Adelie', 3700.7), ('Chinstrap', 3733.1), ('Gentoo', 5076.0)]"
PLACES = """\
Country
Japan           125
Vietnam          97
France           67
United States   331
Total           620
Name: people, dtype: int64
"""
CITIES = "都市\n東京     13960\n大阪      8838\n名古屋    2327\n"
LATIN = """\
Kind
Falcon bird (Falco peregrinus)      811.5
Hobby bird                          236.1
Kestrel bird (Falco tinnunculus)    184.7
"""
YEARS = "year\n2019    120\n2020     80\n2021    150\nName: sales, dtype: int64\n"

RIGHT = [
    # each layout, honestly told
    (SERIES, "Gentoo weigh 5,076 g."),
    (MEASURES, "Gentoo: 5,076 g, with flippers of 217 mm."),
    (AGG, "The 68 Chinstrap weigh 3,733 g, and 151 Adelie 3,701 g."),
    (RESET, "The mean of Adelie is 3,701 g."),
    (MULTI, "On Dream there are 56 Adelie and 68 Chinstrap."),
    (MULTI, "Adelie nest on Torgersen (52)."),
    (BY_SEX, "Male Gentoo weigh 5,485 g, females 4,680 g."),
    (CROSS, "On Biscoe there are 124 Gentoo."),
    (CROSS, "In all there are 68 Chinstrap."),
    (CROSS, "On Dream there are 124 penguins."),
    (WIDE, "Adelie weigh 3,688 g on Dream."),
    (MARKDOWN, "Gentoo have flippers of 217.2 mm."),
    (CSV, "Chinstrap average 3,733 g."),
    (LINES, "For Gentoo it is 5,076 g."),
    (ONE_LINE, "For Gentoo it is 5,076 g."),
    (SPLIT, "Gentoo weigh 5,076 g."),
    (INDEXED, "Gentoo weigh 5,076 g."),
    (RECORDS, "Gentoo weigh 5,076 g."),
    (DICT, "Gentoo weigh 5,076 g."),
    (NUMPY, "Gentoo weigh 5,076 g."),
    (COLUMNS, "Gentoo weigh 5,076 g."),
    (PAIRS, "Gentoo weigh 5,076 g."),
    (PLACES, "Vietnam has 97, Japan 125."),
    (CITIES, "東京は13,960、大阪は8,838です。"),
    (LATIN, "A Kestrel weighs 184.7 g, a Falcon 811.5 g."),
    # comparisons, where the number is another's or nobody's
    (SERIES, "Gentoo weigh 1,375 g more than Adelie."),
    (SERIES, "Gentoo are heavier than the lightest species, at 3,701 g."),
    (SERIES, "Gentoo weigh 1.37 times the 3,701 g of the lightest."),
    (SERIES, "Gentoo are the heaviest at 5,076 g; the lightest species weighs 3,701 g."),
    (SERIES, "Gentoo lead with 5,076 g, followed by 3,733 g and 3,701 g for the others."),
    (SERIES, "Body mass ranges from 3,701 g for Adelie to 5,076 g."),
    (SERIES, "Body mass ranges from 3,701 g (Adelie) to 5,076 g."),
    (SERIES, "Body mass ranges from 3,701 to 5,076 g (Gentoo)."),
    (SERIES, "Compared with Gentoo, 3,701 g is little."),
    (SERIES, "Unlike Gentoo, the others average 3,701 g and 3,733 g."),
    (SERIES, "Gentoo outweigh a mean of 3,733 g."),
    (SERIES, "Next to Gentoo the smallest mean, 3,701 g, looks slight."),
    (SERIES, "Gentoo are well above the 3,733 g of the second species."),
    (SERIES, "Gentoo, Chinstrap and Adelie weigh 5,076 g, 3,733 g and 3,701 g."),
    (SERIES, "Adelie and Gentoo weigh 3,701 g and 5,076 g respectively."),
    (SERIES, "Gentoo beat Adelie with 5,076 g."),
    (SERIES, "After Gentoo comes a species with 3,733 g."),
    (COUNTS, "Without Gentoo the commonest would still have 152."),
    (COUNTS, "All but Gentoo: 152 and 68."),
    (COUNTS, "Gentoo come second to a species with 152 birds."),
    (COUNTS, "No species but Gentoo lies between 68 and 152."),
    # pronouns and the sentence before
    (SERIES, "Gentoo are the heaviest. They weigh 5,076 g, while Adelie are lighter."),
    (SERIES, "Gentoo lead; Adelie trail them by 1,375 g."),
    (SERIES, "Its mean, 5,076 g, sets Gentoo apart; Adelie lie at 3,701 g."),
    (SERIES, "The heaviest are Gentoo (5,076 g) and the lightest Adelie (3,701 g)."),
    # totals, counts, ranks, shares
    (COUNTS, "There are 344 penguins; Gentoo are one of 3 species."),
    (COUNTS, "Gentoo are 2nd of three species, with 124."),
    (COUNTS, "Gentoo make up 36% of 344."),
    (COUNTS, "Adelie and Chinstrap together are 220, Gentoo 124."),
    (COUNTS + "\n" + SHARES, "Gentoo: 124 (36.0%)"),
    (SERIES + "\n\n" + COUNTS, "Gentoo: 124 birds, 5,076 g"),
    ("Adelie 3\nGentoo 5\nChinstrap 2\n", "Gentoo is one of 3 species, with 5."),
    # the same number at two names, or at no name
    ("Adelie 12\nGentoo 12\n", "Gentoo: 12"),
    (SERIES + "\nmedian of all 3701", "Gentoo: the median of all is 3,701 g."),
    (COUNTS + "\nGentoo males 68", "Gentoo: 68 males"),
    # lists and tables
    (SERIES, "- **Gentoo**: 5,076 g\n- **Adelie**: 3,701 g\n- **Chinstrap**: 3,733 g"),
    (SERIES, "| Species | g |\n|---|---|\n| Gentoo | 5,076 |\n| Adelie | 3,701 |"),
    (AGG, "| | Adelie | Gentoo |\n|---|---|---|\n| n | 151 | 123 |\n| mean | 3,701 | 5,076 |"),
    (
        SERIES,
        "| Species | g | behind first |\n|---|---|---|\n| Adelie | 3,701 | 1,375 |\n| Gentoo | 5,076 | 0 |",
    ),
    (COUNTS, "| Species | n | cumulative |\n|---|---|---|\n| Adelie | 152 | 152 |\n| Gentoo | 124 | 276 |"),
    (COUNTS, "| Rank | Species | n |\n|---|---|---|\n| 1 | Adelie | 152 |\n| 2 | Gentoo | 124 |"),
    (COUNTS, "| Species | n | next below |\n|---|---|---|\n| Adelie | 152 | 124 |\n| Gentoo | 124 | 68 |"),
    (MULTI, "| Species | Island | n |\n|---|---|---|\n| Adelie | Dream | 56 |\n| Gentoo | Biscoe | 124 |"),
    # words that are names too, short names, names in names
    ("Dream 12\nBiscoe 40\n", "It was a dream of a day, with 40 birds."),
    ("MALE 168\nFEMALE 165\n", "There are 165 females and 168 males."),
    (LATIN, "Falcon: 811.5 g; the Hobby is at 236.1 g."),
    # other languages
    (SERIES, "Gentoo wiegen 5.076 g, Adelie nur 3.701 g."),
    (SERIES, "Les Gentoo pèsent 5 076 g contre 3 701 g pour les Adelie."),
    (SERIES, "Gentoo wiegen mehr als die leichteste Art mit 3.701 g."),
    (CITIES, "東京は大阪より5,122多い13,960です。"),
    (CITIES, "最多は東京（13,960）、最少は2,327の名古屋です。"),
    (CITIES, "東京以外では8,838が最多です。"),
    (CITIES, "도쿄(東京)는 13,960입니다."),
    # years
    (YEARS, "In 2020 sales were 80, down from 120 the year before."),
    (YEARS, "Sales fell from 120 in 2019 to 80 and reached 150 in 2021."),
    (YEARS, "Since 2019 sales have grown to 150."),
    (YEARS, "After 2020 they rose to 150."),
]

WRONG = [
    # each layout, with the number of another
    (SERIES, "Gentoo weigh 3,701 g.", ["3,701"]),
    (SERIES, "The mean body mass of Gentoo is 3,733 g.", ["3,733"]),
    (SERIES, "Adelie penguins have the highest mean body mass of 5,076 g.", ["5,076"]),
    (MEASURES, "Gentoo: 3,701 g", ["3,701"]),
    (MEASURES, "Gentoo have flippers of 190.0 mm.", ["190.0"]),
    (AGG, "Gentoo: 151 birds, mean 3,701 g", ["151", "3,701"]),
    (RESET, "The mean of Adelie is 5,076 g.", ["5,076"]),
    (MULTI, "Chinstrap: 52", ["52"]),
    (MULTI, "There are 56 Adelie on Torgersen.", ["56"]),
    (BY_SEX, "Gentoo: females 3,369 g", ["3,369"]),
    (CROSS, "Gentoo: 152 in all", ["152"]),
    (CROSS, "Chinstrap are 152.", ["152"]),
    (WIDE, "Gentoo weigh 3,710 g.", ["3,710"]),
    (MARKDOWN, "Gentoo have flippers of 195.8 mm.", ["195.8"]),
    (CSV, "Chinstrap average 3,701 g.", ["3,701"]),
    (LINES, "For Gentoo it is 3,733 g.", ["3,733"]),
    (ONE_LINE, "For Gentoo it is 3,733 g.", ["3,733"]),
    (SPLIT, "Gentoo weigh 3,701 g.", ["3,701"]),
    (INDEXED, "Gentoo weigh 3,701 g.", ["3,701"]),
    (RECORDS, "Gentoo weigh 3,701 g.", ["3,701"]),
    (DICT, "Gentoo weigh 3,701 g.", ["3,701"]),
    (NUMPY, "Gentoo weigh 3,701 g.", ["3,701"]),
    (COLUMNS, "Gentoo weigh 3,701 g.", ["3,701"]),
    (PAIRS, "Gentoo weigh 3,701 g.", ["3,701"]),
    (PLACES, "Vietnam has 125.", ["125"]),
    (PLACES, "The United States have 97.", ["97"]),
    (CITIES, "東京は8,838です。", ["8,838"]),
    (CITIES, "最多は大阪の13,960です。", ["13,960"]),
    (LATIN, "A Kestrel weighs 811.5 g.", ["811.5"]),
    # several names, each with its number
    (SERIES, "Gentoo weigh 3,701 g and Adelie 5,076 g.", ["3,701", "5,076"]),
    (SERIES, "Gentoo are heaviest (3,733 g), then Chinstrap (5,076 g).", ["3,733", "5,076"]),
    (COUNTS, "There are 124 Adelie and 152 Gentoo.", ["124", "152"]),
    (COUNTS, "The commonest is Adelie with 124, and Gentoo have 152.", ["124", "152"]),
    # the number before the name
    (SERIES, "It is 3,701 g for Gentoo.", ["3,701"]),
    (SERIES, "The lightest weigh 5,076 g (Adelie).", ["5,076"]),
    (COUNTS, "124 of them are Adelie.", ["124"]),
    # shares
    (SHARES, "Gentoo make up 44.2%.", ["44.2%"]),
    (SHARES, "44.2% are Gentoo.", ["44.2%"]),
    # lists and tables
    (SERIES, "- **Gentoo**: 3,701 g\n- **Adelie**: 5,076 g", ["3,701", "5,076"]),
    (SERIES, "1. Gentoo – 3,733 g\n2. Chinstrap – 5,076 g", ["3,733", "5,076"]),
    (SERIES, "| Species | g |\n|---|---|\n| Gentoo | 3,701 |\n| Adelie | 3,701 |", ["3,701"]),
    (AGG, "| | Adelie | Gentoo |\n|---|---|---|\n| n | 123 | 151 |", ["123", "151"]),
    (
        MULTI,
        "| Species | Island | n |\n|---|---|---|\n| Adelie | Dream | 52 |\n| Gentoo | Biscoe | 44 |",
        ["52", "44"],
    ),
    ("MALE 168\nFEMALE 165\n", "| Sex | n |\n|---|---|\n| Male | 165 |\n| Female | 168 |", ["165", "168"]),
    (
        COUNTS,
        "| Rank | Species | n |\n|---|---|---|\n| 1 | Adelie | 124 |\n| 2 | Gentoo | 152 |",
        ["124", "152"],
    ),
    # other languages
    (SERIES, "Gentoo wiegen im Mittel 3.701 g.", ["3.701"]),
    (SERIES, "Les Gentoo pèsent en moyenne 3 701 g.", ["3 701"]),
    (CITIES, "大阪的人口是13,960。", ["13,960"]),
    # markup
    (SERIES, "**Gentoo** weigh **3,701 g** [1].", ["3,701"]),
    (SERIES, "`Gentoo` = `3700.66`", ["3700.66"]),
]
