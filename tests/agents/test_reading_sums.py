"""Rows between the others that sum up those above them, which would be counted twice."""

import io

import openpyxl
import pandas as pd
import pytest

from agents.in_session.reading import files
from agents.in_session.reading.files import profile_folder


@pytest.fixture
def read(tmp_path):
    """Profiles one file; returns its table and what its read call gives."""

    def profiled(content, name="file.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        found = profile_folder([name], {}, str(tmp_path))
        assert found["errors"] == []
        (table,) = found["tables"]
        return table, eval(table["read"], {"pd": pd})

    return profiled


SUBTOTALS = {
    "beside departments": (
        "Dept,Item,Sold\nToys,Car,10\nToys,Doll,20.5\nToys,Subtotal,30.5\nBooks,Atlas,5\nBooks,Novel,7\n"
        "Books,Subtotal,12\n,Grand Total,42.5\n"
    ),
    "English": "Item,Sold\nCar,10\nDoll,20.5\nSub-total,30.5\nAtlas,5\nNovel,7\nSub-total,12\nTotal,42.5\n",
    "named after the department": (
        "Item,Sold\nCar,10\nDoll,20.5\nToys subtotal,30.5\nAtlas,5\nNovel,7\nSubtotal: books,12\n"
    ),
    "German": (
        "Posten;Umsatz\nAuto;10,00\nPuppe;20,50\nZwischensumme;30,50\nAtlas;5,00\nRoman;7,00\n"
        "Zwischensumme;12,00\nSumme;42,50\n"
    ),
    "French": "Rayon;Ventes\nAuto;10,0\nPoupée;20,5\nSous-total;30,5\nCarte;5\nFable;7\nSous-total;12,0\n",
    "Italian": "Voce,Vendite\nAuto,10\nBambola,20.5\nSubtotale,30.5\nAtlante,5\nRomanzo,7\nSubtotale,12\n",
    "Japanese": "品目,売上\n車,10\n人形,20.5\n小計,30.5\n地図,5\n小説,7\n小計,12\n合計,42.5\n",
    "Chinese": "品名,销售\n车,10\n娃娃,20.5\n小计,30.5\n地图,5\n小说,7\n小计,12\n合计,42.5\n",
    "Korean": "품목,매출\n차,10\n인형,20.5\n소계,30.5\n지도,5\n소설,7\n소계,12\n합계,42.5\n",
    "totals of departments": (
        "Item,Sold\nCar,10\nDoll,20.5\nTotal Toys,30.5\nAtlas,5\nNovel,7\nTotal Books,12\n"
    ),
    "totals named behind departments": (
        "Item,Sold\nCar,10\nDoll,20.5\nToys Total,30.5\nAtlas,5\nNovel,7\nBooks Total,12\n"
    ),
    "German departments": (
        "Posten;Zahl;Umsatz\nAuto;1;10,00\nPuppe;2;20,50\nSumme Spiel;3;30,50\nAtlas;1;5,00\nRoman;4;7,00\n"
        "Summe Buch;5;12,00\nGesamtsumme;8;42,50\n"
    ),
    "without numbers": "Item,Sold\nCar,10\nDoll,20.5\nSubtotal,\nAtlas,5\nNovel,7\nSubtotal,\n",
    "of one year": (
        "Item,Year,Sold\nCar,2020,10\nDoll,2020,20.5\nSubtotal,2020,30.5\nAtlas,2021,5\n"
        "Novel,2021,7\nSubtotal,2021,12\n"
    ),
}
"""Texts with four rows and two sums or more; what the last column sums up to is 42.5."""


@pytest.mark.parametrize("text", SUBTOTALS.values(), ids=SUBTOTALS)
def test_subtotals_are_left_out_and_noted(read, text):
    table, frame = read(text)
    assert (table["rows"], len(frame), frame.iloc[:, -1].sum()) == (4, 4, 42.5)
    notes = " ".join(table["notes"])
    assert "subtotals between the rows left out: lines 4, 7" in notes or (
        "1 subtotal between the rows left out: line 4." in notes and "below the table left out" in notes
    )


def test_subtotals_of_a_sheet_are_left_out(read):
    book = openpyxl.Workbook()
    for row in [("Item", "Sold"), ("a", 1.125), ("b", 2.25), ("Subtotal", 3.375), ("c", 4), ("Subtotal", 4)]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    _, frame = read(content.getvalue(), "book.xlsx")
    assert frame["Sold"].sum() == 7.375


LIKELY = {
    "a subtotal of prices": ("Item,Price\na,2\nb,4\nSubtotal,3\nc,5\nd,6\n", "4"),
    "a subtotal above its rows": ("Item,Sold\nSubtotal,6\na,2\nb,4\nSubtotal,11\nc,5\nd,6\n", "2, 5"),
    "a total between the rows": ("Sex,Sold\nMen,2\nWomen,4\nTotal,6\nMen,5\nWomen,7\n", "4"),
    "a sum in another column": (
        "City,Sex,Sold\nBern,m,2\nBern,w,4\nBern,Total,6\nBasel,m,5\nBasel,w,7\n",
        "4",
    ),
    "a sum of a department": ("Posten;Menge\na;2\nb;4\nSumme Bern;6\nc;5\nd;9\n", "4"),
}
"""Texts in which rows may be sums, and their lines."""


@pytest.mark.parametrize(("text", "lines"), LIKELY.values(), ids=LIKELY)
def test_what_may_be_a_sum_is_kept_and_noted(read, text, lines):
    table, frame = read(text)
    assert len(frame) == text.count("\n") - 1
    (note,) = [note for note in table["notes"] if "of others" in note]
    assert f" {lines}. Kept; leave out before adding up." in note


def test_many_subtotals_are_kept_and_noted(read):
    table, frame = read("Item,Sold\n" + "a,1\nb,2\nSubtotal,3\n" * 150 + "c,4\n")
    assert len(frame) == 451
    assert table["notes"] == [
        "150 rows look like sums of others: lines 4, 7, 10, 13, 16 and 145 more. "
        "Kept; leave out before adding up."
    ]


def test_a_category_that_begins_like_a_sum_is_none(read):
    table, frame = read("Game,Sold\nTotal War,3\nChess,5\nTotal War,4\nSummer Games,2\nTotal War,9\nGo,1\n")
    assert (len(frame), table["notes"]) == (6, [])


def test_subtotals_of_a_large_file_are_kept_and_noted(read, monkeypatch):
    monkeypatch.setattr(files, "LARGE", 100_000)
    table, frame = read("Item,Sold\n" + "a,1\nb,2\nSubtotal,3\n" * 10_000 + "c,4\n")
    assert (table["rows"], len(frame)) == (30_001, 30_001)
    assert any(
        note.startswith("At least 10000 rows look like sums of others: lines 4, 7") for note in table["notes"]
    )
