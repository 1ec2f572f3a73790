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


def test_a_letter_that_is_a_unit_is_no_flag(tmp_path):
    _, frame = read(tmp_path, "k,v\na,3.2 m\nb,900\nc,800\nd,1.5 m\n")
    assert frame["v"].tolist() == ["3.2 m", "900", "800", "1.5 m"]


def test_a_sign_of_money_with_a_dash_is_zero(tmp_path):
    table, frame = read(tmp_path, 'k,v\na," $58,367.66 "\nb, $-   \nc," $(1,234.00)"\nd, $12.50 \n')
    assert frame["v"].tolist() == [58367.66, 0, -1234, 12.5]
    assert "A sign of money with a dash in v is read as 0." in table["notes"]


def test_a_total_in_the_first_row_is_left_out(tmp_path):
    _, frame = read(tmp_path, "name,v\nTotal,21\n" + "".join(f"n{i},{i}\n" for i in range(1, 7)))
    assert frame["v"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_second_table_is_left_out_with_its_line(tmp_path):
    text = "year,name,Q\n2020,a,1.5\n2021,b,2.5\n\nregion,city,value\nN,x,1\nS,y,2\nS,y,3\n"
    table, frame = read(tmp_path, text)
    assert frame["Q"].tolist() == [1.5, 2.5]
    assert table["notes"] == ["A second table from line 5 on is left out; it can be read by itself."]


def test_rows_below_an_empty_line_are_no_second_table(tmp_path):
    rows = "Ann,Rome,red,5\nBob,Oslo,blue,6\n\nCid,Bern,green,\nDan,,Kiev,7\nEve,Riga,red,8\n"
    _, frame = read(tmp_path, f"name,city,colour,n\n{rows}")
    assert frame["name"].tolist() == ["Ann", "Bob", "Cid", "Dan", "Eve"]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        pytest.param([f"{2000 + i}.{i + 1:02d}" for i in range(12)], "number", id="prices"),
        pytest.param([f"2010.{i + 1:02d}" for i in range(12)], "date", id="months"),
    ],
)
def test_numbers_under_no_name_are_months_where_none_is_left_out(tmp_path, texts, kind):
    table, _ = read(tmp_path, "k,v\n" + "".join(f"x,{text}\n" for text in texts))
    assert table["columns"][1]["type"] == kind


def test_the_same_nines_in_two_columns_and_dashes_among_words_are_missing(tmp_path):
    rows = "".join(f"{i % 5 + 1},{i % 4 + 1},N\n" for i in range(12))
    _, frame = read(tmp_path, f"p,q,w\n{rows}-99,2,---\n3,-99,E\n")
    assert frame.isna().sum().tolist() == [1, 1, 1]


def test_a_check_letter_in_the_first_row_makes_it_no_line_of_words(tmp_path):
    rows = "".join(f"{3150000020 + 7 * i},Faust,19{20 + i}\n" for i in range(8))
    _, frame = read(tmp_path, f"isbn,title,year\n315000001X,Faust,1931\n{rows}")
    assert len(frame) == 9
    assert frame["isbn"][0] == "315000001X"
