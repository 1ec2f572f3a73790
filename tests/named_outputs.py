"""Tables of groups, as pandas and others print them, and the profile that knows the groups."""

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
        table("iller", 2, Column(name="İl", type="text", unique=2, examples=("İzmir", "Iğdır"))),
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
