"""What the lines above a table say of it: names in comments, numbers for missing values."""

import pytest


def numbers(columns, rows=12, sep=" "):
    return "".join(
        sep.join(f"{row * 1.5 + column:.2f}" for column in range(columns)) + "\n" for row in range(rows)
    )


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("# t y\n" + numbers(2), ["t", "y"]),
        ("# t y\n" + numbers(2, sep="\t"), ["t", "y"]),
        ("# t\ty\n" + numbers(2, sep="\t"), ["t", "y"]),
        ("# made by prog\n#\n# x  y  z\n" + numbers(3, sep="  "), ["x", "y", "z"]),
        ("# Sample: quartz\n# Cu Ka 1.5406\n" + numbers(2), ["column_1", "column_2"]),
        ("# Sample: quartz\n# Temp: 300 K\n" + numbers(2, sep=","), ["column_1", "column_2"]),
        ("#,when,value\n" + numbers(3, sep=","), ["#", "when", "value"]),
        ("# of visits,site\n" + numbers(2, sep=","), ["# of visits", "site"]),
    ],
    ids=[
        "spaces",
        "tabs",
        "cut by tabs",
        "the last of three",
        "no names",
        "no names with commas",
        "number",
        "of",
    ],
)
def test_comments_name_the_columns_where_they_have_a_word_for_each(profiled, content, names):
    table, _ = profiled(content)
    assert [column["name"] for column in table["columns"]] == names
    assert table["rows"] == 12


def test_names_from_a_comment_are_noted(profiled):
    table, _ = profiled("# temperature log\n" + numbers(2))
    assert table["notes"] == ['The names of the columns are taken from the comment "# temperature log".']


def test_of_two_comments_the_lower_one_may_hold_the_units(profiled):
    table, _ = profiled("# time,temperature\n# s,K\n" + numbers(2, sep=","))
    assert [(column["name"], column["unit"]) for column in table["columns"]] == [
        ("time", "s"),
        ("temperature", "K"),
    ]
    assert table["rows"] == 12


@pytest.mark.parametrize("sep", [" ", "\t"])
def test_the_log_of_a_web_server_names_its_fields(profiled, sep):
    rows = [("2023-03-01", f"00:00:{n:02d}", "GET", f"/{n},a", "-", str(200 + n)) for n in range(20)]
    head = "#Software: A Server 10.0\n#Version: 1.0\n#Date: 2023-03-01 00:00:00\n"
    fields = "#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status\n"
    table, frame = profiled(head + fields + "".join(sep.join(row) + "\n" for row in rows), "u_ex.log")
    assert list(frame.columns) == fields.split()[1:]
    assert [column["type"] for column in table["columns"]][:4] == ["date", "time", "text", "text"]
    assert frame["sc-status"].tolist() == list(range(200, 220))


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("Missing values (less than 18 of 24 hours) are coded as -7.5", -7.5),
        ("No data value = -7.5; 24 readings a day", -7.5),
        ("Missing values are shown as -7.5 (see section 4.2)", -7.5),
        ("Missing data (more than 2 days missing in month) is marked by ---", None),
        ("Missing data: 12 of 365 days", None),
        ("Missing values: 9 of 30", None),
        ("Data with no value in 3 hours removed", None),
    ],
)
def test_a_number_in_a_sentence_is_missing_only_where_it_is_bound(profiled, line, missing):
    values = [-7.5 if n == 7 else n for n in range(1, 30)]
    rows = "".join(f"2023-01-{n:02d},{value},{n % 20}\n" for n, value in enumerate(values, 1))
    _, frame = profiled(f"{line}\nDate,Level,Gate\n{rows}")
    assert frame["Level"].isna().sum() == (missing is not None)
    assert frame["Gate"].notna().all()


@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_rows_may_end_where_nothing_more_is_written(profiled, sep):
    rows = ["1,Ann,0.5,late", "2,Bo", "3,Ann,0.7", "4,Bo,,ok", "5,Ann", "6,Bo,0.1,ok", "7,Ann", "8,Bo,0.9"]
    table, frame = profiled("\n".join(["id,name,x,remark", *rows]).replace(",", sep))
    assert list(frame.columns) == ["id", "name", "x", "remark"]
    assert frame["x"].isna().sum() == 4
    assert frame["remark"].tolist()[3] == "ok"
    assert "5 rows with fewer cells than columns: the rest is missing." in table["notes"]


def test_lines_of_prose_are_no_rows_that_end_early(profiled):
    table, _ = profiled("Dear all, here, we are\nwe came, we saw\nand then, there, was\nmore\nof, it\nall\n")
    assert len(table["columns"]) == 1


def test_names_in_single_quotes_show_the_sign_of_quotes(profiled):
    rows = "".join(f"'d''Arc, jr.','{n}.5','a;b'\n" for n in range(12))
    _, frame = profiled(f"'naam','x','s'\n{rows}")
    assert list(frame.columns) == ["naam", "x", "s"]
    assert frame.iloc[1].tolist() == ["d'Arc, jr.", 1.5, "a;b"]
