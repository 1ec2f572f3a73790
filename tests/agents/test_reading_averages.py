"""Rows below a table that tell of the others, and rows that are only named so."""

import pytest

RAIN, DAYS = [n * 7 % 50 for n in range(1, 13)], [n % 5 + 1 for n in range(1, 13)]
MEAN = f"{sum(RAIN) / 12:.1f},{sum(DAYS) / 12:.1f}"


@pytest.mark.parametrize(
    "below",
    [
        f"Average,{MEAN}",
        f"Total,{sum(RAIN)},{sum(DAYS)}\nMean,{MEAN}",
        f"Mean,{MEAN}\nMax,{max(RAIN)},{max(DAYS)}\nMin,{min(RAIN)},{min(DAYS)}",
        "\nAverage,1,2",
        f"\nMax (of all),{max(RAIN)},{max(DAYS)}",
    ],
    ids=["average", "below a total", "with extremes", "apart", "a maximum apart"],
)
def test_statistics_below_a_table_are_no_rows(profiled, below):
    rows = "".join(f"M{n},{rain},{days}\n" for n, (rain, days) in enumerate(zip(RAIN, DAYS, strict=True)))
    table, _ = profiled(f"Month,Rain,Days\n{rows}{below}\n")
    assert table["rows"] == 12
    assert [column["type"] for column in table["columns"]] == ["text", "integer", "integer"]


@pytest.mark.parametrize(
    "last",
    [
        f"Max,{max(RAIN)},{max(DAYS)}",
        f"Max,{max(RAIN)},{max(DAYS)}\n",
        f"Min,{max(RAIN)},{max(DAYS)}\nMax,{min(RAIN)},{min(DAYS)}",
        f"Average Joes,{MEAN}",
        "Average,48,1",
        "Median,12,4",
    ],
)
def test_a_row_that_is_only_named_so_stays(profiled, last):
    rows = "".join(f"M{n},{rain},{days}\n" for n, (rain, days) in enumerate(zip(RAIN, DAYS, strict=True)))
    table, _ = profiled(f"Name,Rain,Days\n{rows}{last}\n")
    assert table["rows"] == 12 + last.count(",") // 2


@pytest.mark.parametrize(
    "content",
    [
        "name,age,siblings\nAnna,8,1\nBen,7,0\nLena,9,2\nLeo,8,1\nMax,7,0\n",
        "first,last,grade,absences\nAda,Li,3,2\nBo,Ek,2,4\nCy,Yo,4,1\nDee,An,1,0\nMax,Weber,1,4\n",
        "player,goals,games\nBen,1,20\nTom,4,30\nJan,6,31\nLeo,7,32\nUwe,8,33\nMax,9,34\n",
        "name,kor,eng\nPark,80,90\nLee,70,95\nKim,60,85\nCho,75,85\nMin,60,95\n",
        "player,r1,r2\nSam,3,4\nJoe,5,6\nTim,4,4\nBo,2,3\nJan,1,1\nMax Smith,5,6\n",
        "travel mode,n\nBus,5\nCar,7\nBike,6\nWalk,6\nTram,6\nMedian strip,6\n",
        "metric,v\nmax speed,10\nlimit,2\nmode,6\nlow,6\nhigh,6\nmean speed,6\n",
        "setting,value,limit\nhigh,10,20\nmid,5,10\nlow,1,2\noff,1,3\non,2,3\nmin,1,2\n",
        "condition,rt,acc\nControl,500,90\nTreatment,450,95\nMean,475,92.5\n",
        "Title of it\n\nname,age\nAnna,8\nBen,7\nLena,9\nLeo,8\nMax,9\n",
    ],
)
def test_people_and_things_with_such_names_stay(profiled, content):
    table, _ = profiled(content)
    assert table["rows"] == content.split("\n\n")[-1].count("\n") - 1
