"""Numbers with money, marks and dashes around them, and texts that only look like numbers."""

import pytest

from agents.in_session.reading import files, large
from agents.in_session.reading.call import Call

MONEY = {
    "Swiss francs": (["Fr. 1'234.56", "Fr. 12.50"], 1234.56, "Fr"),
    "rupees": (["Rs. 1,23,456.00", "Rs. 99.50"], 123456.0, "Rs"),
    "rupees without a space": (["Rs.211.40", "Rs.1,500.00"], 1500.0, "Rs"),
    "Danish crowns": (["6.416,04 kr.", "12,50 kr."], 6416.04, "kr"),
    "Bulgarian leva": (["3614,88 лв.", "12,50 лв."], 3614.88, "лв"),
    "roubles": (["10\u00a0272,79 руб.", "12,50 руб."], 10272.79, "руб"),
    "hryvnias": (["49\u00a0002,93 грн", "12,50 грн"], 49002.93, "грн"),
    "lira": (["79.288,89 ₺", "12,50 ₺"], 79288.89, "₺"),
    "dong": (["2.867.686 ₫", "12.500 ₫"], 2867686, "₫"),
    "baht": (["฿64,127.84", "฿12.50"], 64127.84, "฿"),
    "shekels": (["₪950.16", "₪12.50"], 950.16, "₪"),
    "naira": (["₦30,852.69", "₦12.50"], 30852.69, "₦"),
    "Turkish percent": (["%8,5", "%12,5"], 12.5, "%"),
    "no cents": (["1234,-", "99,-"], 1234, ""),
    "no cents and a long dash": (["1.234,–", "99,–"], 1234, ""),
    "dollars with an exponent": (["$1.5e3", "$12.50"], 1500.0, "$"),
    "wide digits": (["１２３", "４５"], 123, ""),
    "wide digits and marks": (["￥１，２３４", "￥５６"], 1234, "¥"),
}


@pytest.mark.parametrize(("cells", "highest", "unit"), MONEY.values(), ids=MONEY)
def test_money_in_any_writing_is_a_number(profiled, cells, highest, unit):
    table, frame = profiled("k\tv\n" + "".join(f"x\t{cell}\n" for cell in cells))
    assert (frame["v"].max(), table["columns"][1]["unit"]) == (highest, unit)


@pytest.mark.parametrize("cell", ["Fr. {i}'500.25", "{i}.500,25 kr.", "{i}.500,-"])
def test_money_of_a_large_file_is_counted(profiled, monkeypatch, cell):
    monkeypatch.setattr(files, "LARGE", 1000)
    monkeypatch.setattr(large, "_HEAD", 2000)
    monkeypatch.setattr(large, "_PIECE", 400)
    table, frame = profiled("k\tv\n" + "".join(f"x\t{cell.format(i=i)}\n" for i in range(1, 900)))
    assert float(table["columns"][1]["high"]) == frame["v"].max() == 899_500 + (0 if "-" in cell else 0.25)


def test_several_currencies_in_a_column_are_noted(profiled):
    table, _ = profiled("k,v\na,$63.71\nb,€43.90\nc,$12.00\n")
    assert table["notes"] == ["Numbers in v are not all of one kind ($, €), and their signs are taken away."]


def test_what_pandas_cannot_read_as_planned_stays_text(profiled, monkeypatch):
    run = Call.run

    def fails(call):
        if "to_numeric" in str(call):
            raise ValueError("Unable to parse string")
        return run(call)

    monkeypatch.setattr(Call, "run", fails)
    table, frame = profiled("k,v\na,$63.71\nb,$43.90\n")
    assert frame["v"].tolist() == ["$63.71", "$43.90"]
    assert table["notes"] == ["v stays text: not all of its numbers could be read."]


CHOICES = ["1,3", "2,4", "7", "1,2"] * 8


@pytest.mark.parametrize("income", ["92,{i:03d}", "4,304.{i:02d}", "{i}"])
def test_choices_do_not_decide_the_decimal_mark(profiled, income):
    rows = "".join(f'"{cell}","{income.format(i=i + 10)}"\n' for i, cell in enumerate(CHOICES))
    _, frame = profiled('"Q3","income"\n' + rows)
    assert frame["Q3"].tolist() == CHOICES
    assert frame["income"].max() == float(income.format(i=41).replace(",", ""))


def test_commas_that_other_numbers_prove_are_decimals(profiled):
    rows = "".join(f'"{cell}","{i},50"\n' for i, cell in enumerate(CHOICES))
    _, frame = profiled('"rate","price"\n' + rows)
    assert (frame["rate"].max(), frame["price"].max()) == (7.0, 31.5)


def test_chapters_beside_decimal_commas_stay_text(profiled):
    cells = ["4.18", "8.9", "7.2", "7.20"]
    rows = "".join(f"{cell};1.000,{i}5\n" for i, cell in enumerate(cells))
    table, frame = profiled("Kapitel;Betrag\n" + rows)
    assert frame["Kapitel"].tolist() == cells
    assert table["notes"] == ["Kapitel stays text: its marks are not those of the other numbers."]


def test_degrees_keep_their_points_beside_decimal_commas(profiled):
    rows = "".join(f"S{i};52.{i:03d};-9.{i:03d};{i},50\n" for i in range(100, 120))
    table, frame = profiled("Halt;lat;lon;Kosten\n" + rows)
    assert frame.iloc[0].tolist() == ["S100", 52.1, -9.1, 100.5]
    assert table["notes"] == [
        "Points in lat mark decimals, unlike in the other numbers.",
        "Points in lon mark decimals, unlike in the other numbers.",
    ]


@pytest.mark.parametrize("sep", ["\t", "|"])
def test_commas_beside_dates_with_points_mark_decimals(profiled, sep):
    rows = "".join(f"{n:02d}.01.2023{sep}{n},{n:03d}\n" for n in range(1, 21))
    table, frame = profiled(f"Datum{sep}Strom\n{rows}")
    assert frame["Strom"].tolist()[1] == 2.002
    assert "Commas in Strom are read as decimal marks: a guess, as the dates have points." in table["notes"]


def test_commas_beside_smaller_numbers_without_one_mark_thousands(profiled):
    rows = "".join(f"{n:02d}.01.2023\t{n * 100:,}\n" for n in range(1, 21))
    _, frame = profiled(f"Datum\tStrom\n{rows}")
    assert frame["Strom"].tolist() == list(range(100, 2001, 100))


def test_points_before_three_digits_are_noted_as_a_guess(profiled):
    table, frame = profiled(
        "Periodo\tTotal\n" + "".join(f"{2000 + n}M01\t{n * n}.{n * 7:03d}\n" for n in range(3, 23))
    )
    assert frame["Total"].tolist()[0] == 9.021
    assert (
        "Points in Total are read as decimal marks: a guess, as three digits follow each." in table["notes"]
    )


def test_codes_with_an_e_stay_text(profiled):
    cells = ["12E5", "7890", "2E10", "4512"]
    table, frame = profiled("sku,qty\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells * 3)))
    assert frame["sku"].tolist()[:4] == cells
    assert table["notes"] == ["sku stays text: 12E5 and its like are taken for codes, not for powers of ten."]


@pytest.mark.parametrize("cells", [["1E3", "2E3", "500", "700", "1E4"], ["1E5", "20"], ["1E3", "1200"]])
def test_powers_of_ten_with_a_capital_are_numbers(profiled, cells):
    _, frame = profiled("n,v\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells * 3)))
    assert frame["v"].tolist() == [float(cell) for cell in cells * 3]


KEYS = ["RM", "MI", "NA", "TO", "BA", "FI", "AA", "GE", "PA", "VE", "BO", "XY"]


@pytest.mark.parametrize(("other", "missing"), [("1", 0), ("NA", 1)])
def test_na_is_a_code_in_a_list_of_codes(profiled, other, missing):
    rows = "".join(f"{code},{other if n == 5 else n}\n" for n, code in enumerate(KEYS))
    _, frame = profiled(f"sigla,n\n{rows}")
    assert frame["sigla"].isna().sum() == missing


@pytest.mark.parametrize(
    ("codes", "quote"),
    [
        (["CA", "TX", "NY", "WA", "OR", "FL", "NA"] * 6, ""),
        (["CA", "DE", "GA", "FR", "NA"] * 6, '"'),
        (KEYS, '"'),
        (["AB", "OO", "NA", "AB", "AA"], ""),
        (["OK", "KO", "NA", "OK", "OK"], ""),
    ],
    ids=["states", "countries in quotes", "keys in quotes", "blood groups", "states of orders"],
)
def test_na_of_r_is_missing(profiled, codes, quote):
    cells = [code if code == "NA" else f"{quote}{code}{quote}" for code in codes]
    _, frame = profiled("id,code\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells)))
    assert frame["code"].isna().sum() == codes.count("NA")


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["9.302,658-", "9.425,292", "462,616-"], -9302.658),
        (["   774,066-", "859,548 ", "116,243-"], -774.066),
        (["$(1,234.50)", "$42,747.15", "$(20.00)"], -1234.5),
    ],
    ids=["minus behind", "filled up", "brackets behind the sign"],
)
def test_ledgers_mark_what_is_owed(profiled, cells, first):
    table, frame = profiled("Konto;Menge\n" + "".join(f"A{n};{cell}\n" for n, cell in enumerate(cells)))
    assert table["columns"][1]["type"] == "number"
    assert frame["Menge"][0] == first


def test_a_minus_behind_knows_the_decimal_mark_of_the_other_columns(profiled):
    rows = "".join(f"1.{n:03d},99\t{n},611-\n" for n in range(10, 30))
    _, frame = profiled(f"Saldo\tMenge\n{rows}")
    assert frame.iloc[0].tolist() == [1010.99, -10.611]
