"""What exports of statistics offices, ledgers and shops have beside plain rows."""

import pytest

from agents.in_session.reading.files import profile_folder


def read(folder, text):
    (folder / "t.csv").write_text(text)
    (table,) = profile_folder(["t.csv"], {}, str(folder))["tables"]
    return table, eval(table["read"], {"pd": __import__("pandas")})


def test_flags_behind_numbers_are_taken_away_and_noted(tmp_path):
    table, frame = read(tmp_path, "geo\t2019\t2020\nAT\t58.1\t10.3\nBE\t18.2 b\t: c\nBG\t39.6\t11.4\n")
    assert frame["2019"].tolist() == [58.1, 18.2, 39.6]
    assert frame["2020"].isna().tolist() == [False, True, False]
    assert "Flags behind numbers in 2019 are taken away: b." in table["notes"]


@pytest.mark.parametrize("unit", ["m", "d", "s", "c", "in"])
def test_a_letter_that_is_a_unit_is_no_flag(tmp_path, unit):
    _, frame = read(tmp_path, f"k,v\na,3.2 {unit}\nb,900\nc,800\nd,1.5 {unit}\n")
    assert frame["v"].tolist() == [f"3.2 {unit}", "900", "800", f"1.5 {unit}"]


def test_a_sign_of_money_with_a_dash_is_zero(tmp_path):
    table, frame = read(tmp_path, 'k,v\na," $58,367.66 "\nb, $-   \nc," $(1,234.00)"\nd, $12.50 \n')
    assert frame["v"].tolist() == [58367.66, 0, -1234, 12.5]
    assert "A sign of money with a dash in v is read as 0." in table["notes"]


def test_a_total_in_the_first_row_is_left_out(tmp_path):
    _, frame = read(tmp_path, "name,v\nTotal,21\n" + "".join(f"n{i},{i}\n" for i in range(1, 7)))
    assert frame["v"].tolist() == [1, 2, 3, 4, 5, 6]


def test_rows_below_an_empty_line_are_no_second_table(tmp_path):
    rows = "Ann,Rome,red,5\nBob,Oslo,blue,6\n\nCid,Bern,green,\nDan,,Kiev,7\nEve,Riga,red,8\n"
    _, frame = read(tmp_path, f"name,city,colour,n\n{rows}")
    assert frame["name"].tolist() == ["Ann", "Bob", "Cid", "Dan", "Eve"]


def test_a_check_letter_in_the_first_row_makes_it_no_line_of_words(tmp_path):
    rows = "".join(f"{3150000020 + 7 * i},Faust,19{20 + i}\n" for i in range(8))
    _, frame = read(tmp_path, f"isbn,title,year\n315000001X,Faust,1931\n{rows}")
    assert len(frame) == 9
    assert frame["isbn"][0] == "315000001X"
