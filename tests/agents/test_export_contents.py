"""Files of two runs: what they hold is compared, also where their formats note the time of writing."""

import gzip
import tarfile
import zipfile
from io import BytesIO

import pytest
from handed_over import run_thread

from agents.export import contents
from agents.export.contents import same_contents
from agents.export.rerun import rerun


def zipped(members, year=2024):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def gzipped(content, year=0):
    return gzip.compress(content, mtime=year)


def tarred(content, year=0):
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        item = tarfile.TarInfo("a.csv")
        item.size, item.mtime = len(content), year
        archive.addfile(item, BytesIO(content))
    return packed.getvalue()


def linking(target, kind=tarfile.SYMTYPE, year=0):
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        item = tarfile.TarInfo("link")
        item.type, item.linkname, item.mtime = kind, target, year
        archive.addfile(item)
    return packed.getvalue()


def pdf(content, year="2024"):
    return b"%PDF-1.4\n/CreationDate (D:" + year.encode() + b") " + content


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (zipped({"a": b"1"}), zipped({"a": b"1"}, 2025), True),
        (zipped({"a": b"1"}), zipped({"a": b"2"}), False),
        (zipped({"a": b"1"}), zipped({"b": b"1"}), False),
        (
            zipped({"docProps/core.xml": b"1", "a": b"1"}),
            zipped({"docProps/core.xml": b"2", "a": b"1"}),
            True,
        ),
        (zipped({"a": gzipped(b"1")}), zipped({"a": gzipped(b"1", 9)}), True),
        (zipped({"a": gzipped(b"1")}), zipped({"a": gzipped(b"2")}), False),
        (gzipped(b"1"), gzipped(b"1", 9), True),
        (gzipped(b"1"), gzipped(b"2"), False),
        (gzipped(tarred(b"1")), gzipped(tarred(b"1", 9), 9), True),
        (gzipped(tarred(b"1")), gzipped(tarred(b"2")), False),
        (linking("gone"), linking("gone", year=9), True),
        (linking("gone", tarfile.LNKTYPE), linking("gone", tarfile.LNKTYPE, 9), True),
        (linking("gone"), linking("lost"), False),
        (linking("a"), linking("a", tarfile.LNKTYPE), False),
        (pdf(b"1"), pdf(b"1", "2025"), True),
        (pdf(b"/ID[" * 100_000), pdf(b"/ID[" * 100_000 + b"1"), None),
        (pdf(b"1"), pdf(b"2"), None),
        (b"<?xml?><svg id='1'>", b"<?xml?><svg id='2'>", None),
        (b"<?xml?><row>1", b"<?xml?><row>2", False),
        (b"a,b\n1", b"a,b\n2", False),
        (gzipped(b"1" * 99)[:-9], gzipped(b"1" * 99), None),
        (b"PK\3\4 is no archive", b"PK\3\4 is none either", None),
    ],
)
def test_files_are_compared_by_what_they_hold(one, other, same):
    assert same_contents(one, other) is same


def test_archives_in_archives_have_one_room_to_be_unpacked(monkeypatch):
    monkeypatch.setattr(contents, "LARGEST", 10_000)
    many = [zipped({str(n): gzipped(b"1" * 999, year) for n in range(9)}) for year in (1, 2)]
    few = [zipped({str(n): gzipped(b"1" * 999, year) for n in range(4)}) for year in (1, 2)]
    assert same_contents(*many) is None
    assert same_contents(*few) is True


TABLE = "import random, pandas as pd\ntable = pd.DataFrame({'a': [random.random()]})\n"


@pytest.mark.sandbox
async def test_another_workbook_is_a_difference_and_the_same_one_is_none(sessions, store):
    codes = [f"{TABLE}table.to_excel('a.xlsx')", "pd.DataFrame({'a': [1]}).to_excel('b.xlsx')"]
    made = await run_thread(sessions("first"), store, *codes)
    checked = await rerun(made, sessions("clean"), store)
    assert checked.differences == ("Cell 1: the file a.xlsx has other contents.",)


@pytest.mark.sandbox
async def test_what_cannot_be_compared_is_named(sessions, store):
    code = "import random\nopen('a.pdf', 'w').write(f'%PDF {random.random()}')\nprint(1)"
    checked = await rerun(await run_thread(sessions("first"), store, code), sessions("clean"), store)
    assert checked.differences == ()
    assert checked.head[1:] == [
        "1 cell run again in a clean session: every output that can be compared was the same as the recorded "
        "one.",
        "Not compared: a.pdf of cell 1.",
    ]
