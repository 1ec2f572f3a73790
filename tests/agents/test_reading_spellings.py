"""Categories that are written in more than one way."""

import json

import pytest

from agents.in_session.reading import files, large
from agents.in_session.reading.files import profile_folder


@pytest.fixture
def notes(tmp_path):
    """Profiles one text and returns the notes on its table."""

    def noted(text, name="file.csv"):
        (tmp_path / name).write_text(text)
        found = profile_folder([name], {}, str(tmp_path))
        assert found["errors"] == []
        return found["tables"][0]["notes"]

    return noted


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param(
            ["North", "NORTH", "north ", "South", "south", "West"],
            'region: 5 values differ only in case or spaces, such as "NORTH", "North", "north ".',
            id="English",
        ),
        pytest.param(
            ["Zürich", "ZÜRICH", "Bern"],
            'region: 2 values differ only in case or spaces, such as "ZÜRICH", "Zürich".',
            id="German",
        ),
        pytest.param(
            ["Москва", "МОСКВА", "Омск"],
            'region: 2 values differ only in case or spaces, such as "МОСКВА", "Москва".',
            id="Russian",
        ),
        pytest.param(
            ["東京", "東京 ", "大阪"],
            'region: 2 values differ only in case or spaces, such as "東京", "東京 ".',
            id="Japanese",
        ),
        pytest.param(
            ["New York", "New  York", "Rome"],
            'region: 2 values differ only in case or spaces, such as "New  York", "New York".',
            id="spaces within",
        ),
    ],
)
def test_values_that_differ_only_in_case_or_spaces_are_named(notes, cells, said):
    assert notes("region,sold\n" + "".join(f"{cell},{i}\n" for i, cell in enumerate(cells))) == [said]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["North", "South", "Northern"], id="different words"),
        pytest.param(["N/A", "n/a", "South"], id="marks of missing values"),
        pytest.param(["TRUE", "true", "False"], id="truth"),
        pytest.param([f"{'x' if i % 2 else 'X'}{i // 2}-" for i in range(300)], id="too many for categories"),
    ],
)
def test_no_note_without_categories_that_are_alike(notes, cells):
    assert notes("region,sold\n" + "".join(f"{cell},{i}\n" for i, cell in enumerate(cells))) == []


def test_records_of_json_are_looked_at_too(notes):
    records = [{"region": region, "sold": 1} for region in ("North", "north", "South")]
    assert notes(json.dumps(records), "file.json") == [
        'region: 2 values differ only in case or spaces, such as "North", "north".'
    ]


def test_a_large_file_is_looked_at_in_its_sample(notes, monkeypatch):
    monkeypatch.setattr(files, "LARGE", 100_000)
    said = notes(
        "region,sold\n" + "".join(f"{('North', 'north', 'South')[i % 3]},{i}\n" for i in range(20_000))
    )
    assert large._ESTIMATED in said
    assert 'region: 2 values differ only in case or spaces, such as "North", "north".' in said
