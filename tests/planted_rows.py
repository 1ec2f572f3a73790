"""A table whose every cell is planted, code that would tell of them, and how it is asked about."""

from graphs import data_analyst

LONG = (
    "Wobblegate inspector remarked that Fizzlewick valves hummed nocturnally beside Grumbleton harbour walls"
)
ROWS = [
    ("Zoltan Quibbleworth", "z.quibble@planted.example", "0041-555-7791", "48213.57", "2031-07-19", "seven"),
    ("Ängström-O'Brizzle", "ang@planted.example", "0041-555-7792", "51999.25", "2031-08-21", "a.*(bq+cz)$"),
    ("田中太郎左衛門", "tanaka@planted.example", "0041-555-7793", "60777.75", "2031-09-23", LONG),
    ("鈴木花子之助", "suzuki@planted.example", "0041-555-7794", "71234.5", "2031-10-25", "12 xyzzies"),
    ("Xanthippe Vexwell", "xan@planted.example", "0041-555-7795", "88888.125", "2031-11-27", "plugh\\tq"),
    *[(f"Filler{c * 3}", f"{c}@planted.example", f"0041-666-88{n}", "100", "2030-01-01", "none")
      for n, c in enumerate("abcdef", 10)],
]  # fmt: skip
PLANTED = [
    *["quibbleworth", "zoltan", "brizzle", "田中", "太郎", "鈴木", "花子", "xanthippe", "vexwell", "filler"],
    *["planted.example", "z.quibble", "tanaka", "suzuki", "555-77", "666-88", "5557791", "\\u7530\\u4e2d"],
    *["48213", "48,213", "48214", "4.82e", "4.8e+04", "48 213", "48.213", "48.2k"],
    *[
        "51999",
        "51,999",
        "5.2e+04",
        "60777",
        "60778",
        "60,777",
        "71234",
        "71,234",
        "71235",
        "88888",
        "88,888",
    ],
    *["2031-07", "19.07.2031", "07/19/31", "jul 19", "july 19", "19 jul", "20310719", "19421856", "2031年"],
    *["2031-11-27", "27 nov", "wobblegate", "fizzlewick", "grumbleton", "nocturn", "xyzz", "a.*(bq", "bq+cz"],
    *[
        "plugh",
        "seven",
        "5557792",
        "quibblew",
        "fizzlew",
        "xanthi",
        "wobble",
        "ngstr",
        "\\xe7",
        "e7%94",
        "&#3",
    ],
    *[float.hex(48213.57)[3:], "19072031", "2031 07 19", "2031-w29", "19/07", "2031-200"],
]
LEAKY = [
    "print(people)",
    "people",
    "people.head(3).T",
    "print(people.to_csv()); print(people.to_json()); print(people.to_html()); print(people.to_dict())",
    "print(people.describe(include='all').to_string())",
    "print(people['name'].value_counts()); print(people['amount'].unique())",
    "print([*people['name']], repr(people.values.tolist()), ascii([*people['name']]))",
    "for row in people.itertuples(): print(f'{row.name} earns {row.amount:,.2f}')",
    "for name in people['name']: print('name:', name.upper()); print(name.title(), name.swapcase())",
    "for x in people['amount']: print(round(x)); print(int(x)); print(f'{x:.1f}'); print(f'{x:e}')",
    "for x in people['amount']: print(f'{x:.3g}'); print(f'{x:,.0f}'); print(f'{x/1000:.1f}k'); print(-x)",
    "for x in people['amount']: print(f'{x:.6f}'); print(f'{x:,.0f}'.replace(',', ' ')); print(f'{x:.1e}')",
    "for x in people['amount']: print(f'{x:,.2f}'.replace('.', ';').replace(',', '.').replace(';', ','))",
    "for f in '%Y-%m-%d|%d.%m.%Y|%m/%d/%y|%b %d, %Y|%B %d|%d %b %Y|%Y%m%d|%s|%Y年%m月%d日|%c'.split('|'):\n"
    "    for x in pd.to_datetime(people['joined']): print(x.strftime(f))",
    "for x in pd.to_datetime(people['joined']): print(repr(x)); print(x.timestamp()); print(x.date())",
    "pd.set_option('display.max_colwidth', 25); print(people['note'])",
    "for w in ' '.join(people['note']).split(): print(w)",
    "print(people.pivot_table(index='phone', columns='name', values='amount').columns)",
    "print(open('/mnt/data/people.csv').read())",
    "print('x' * 4000 + chr(10) + (people.to_string() + chr(10)) * 40)",
    "import textwrap, pprint; print(textwrap.fill(people['note'][2], 23)); pprint.pprint([*people['note']])",
    "print(people['phone'].str.replace('-', '').tolist(), people['email'].str.split('@').tolist())",
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title(people['name'][0])\n"
    "plt.xlabel(people['email'][4]); plt.show()",
    "for x in people['phone']: print(x.replace('-', ''))",
    "for x in people['name']: print(x.replace(' ', '')); print(x.title().replace(' ', '') + '.csv')",
    "for x in people['name']: print(x[:9]); print(f'{x:.14}')\nfor x in people['note']: print(x[:27])",
    "for x in people['name']: print(x.encode()); print(ascii(x.split()[0])); print(ascii(x[:3]))",
    "from urllib.parse import quote\nfor x in people['name']: print(quote(x)); print(quote(x.split()[0]))",
    "import unicodedata\nfor x in people['name']:\n"
    "    print(unicodedata.normalize('NFKD', x).encode('ascii', 'ignore').decode().split('-')[0])",
    "for x in people['name']: print(x.encode('ascii', 'xmlcharrefreplace').decode())",
    "for x in people['amount']: print(x.hex())",
    "for f in '%d%m%Y|%Y %m %d|%G-W%V-%u|%d/%m|%Y-%j'.split('|'):\n"
    "    for x in pd.to_datetime(people['joined']): print(x.strftime(f))",
    "open('/mnt/data/' + people['name'][4] + '.txt', 'w').write('x')",
    "keep = people.copy(); people['name'] = 'x'; open('/mnt/data/people.csv', 'w').write('name')\n"
    "pd.Series.dropna = None; globals().update(_guard=('', str)); print(keep); print(keep['name'][0])",
]  # fmt: skip
FAILING = [
    "{}[people['name'][0]]",
    "float(people['note'][2])",
    "int(people['amount'].astype(str)[0] + 'q')",
    "raise ValueError(people.to_string())",
    "raise RuntimeError(people['name'][2] + ' ' + people['note'][4])",
    "pd.to_datetime(people['name'])",
    "import sys; sys.stderr.write(people['email'][1]); sys.exit(people['name'][4])",
]


def prompt_of(request):
    return "\n".join(str(message["content"]) for message in request.body["messages"])


async def ask(tools, file, **asked):
    asked = {"question": "What is there?", "files": [file], "no_rows": True, **asked}
    return await data_analyst.graph.ainvoke(asked, context=tools)
