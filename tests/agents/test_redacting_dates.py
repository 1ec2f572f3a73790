"""A date is found however it is written, and what only looks like one is left alone."""

import pytest

from agents.in_session.redacting.dates import dates_in

WRITTEN = [
    "2031-08-11",
    "2031-08-11T12:30:00.123+02:00",
    "2031/8/11 12:30",
    "2031.08.11",
    "2031. 8. 11",
    "2031_08_11",
    "11.08.2031 at 12:30",
    "11/8/31",
    "08/11/2031 12:30 PM",
    "20310811",
    "20310811T123000",
    "2031-W33-1",
    "2031-223",
    "2031-08",
    "08/2031",
    "August 11, 2031",
    "Aug 11th",
    "AUG-31",
    "11th of August, 2031",
    "11-Aug-31",
    "11AUG2031",
    "Monday, 11 August 2031",
    "11 August 2031 (Monday)",
    "Mon Aug 11 12:30:00 2031",
    "11. August 2031",
    "Montag, 11.08.2031",
    "11 août 2031",
    "11 de agosto de 2031",
    "11 августа 2031",
    "2031年8月11日",
    "8月11日",
    "2031년 8월 11일",
    "2031, 8, 11",
    "２０３１年８月１１日",
    "２０３１／８／１１",
    "٢٠٣١-٠٨-١١",
    "2031–08–11",
    "2031-8",
    "August the 11th, 2031",
    "11th day of August 2031",
    "August 11 '31",
    "August 11th, ’31",
    "Aug ’31",
]
NONE = [
    "3 out of 5 in data set 2",
    "1234.56, 10.12 and 1000/12",
    "x[1:10], people.iloc[5].set_index",
    "12 patients in 2031",
    "version 3.1 may differ",
    "march on",
    "the 2031 patients, 2031-18 and 11²",
    "may the others",
]


@pytest.mark.parametrize("date", WRITTEN)
@pytest.mark.parametrize("around", ["{}", "only those of room 12 ({}), please", "x['day'] == '{}'"])
def test_a_date_is_found_whole(around, date):
    assert dates_in(around.format(date)) == [date]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_is_left(text):
    assert dates_in(text) == []


def test_each_date_of_a_text_is_found():
    assert dates_in("from 1 May to 11 May, and 2031-08-11") == ["1 May", "11 May", "2031-08-11"]
