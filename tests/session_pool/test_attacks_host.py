"""Traps that a session lays in /mnt/data for the server's own hands."""

import os
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.sandbox

NEWEST = "2025-10-02-preview"
MAKE = {
    "a link to a file": "os.symlink('/etc/passwd', '/mnt/data/trap')",
    "a link through /proc": "os.symlink('/proc/self/environ', '/mnt/data/trap')",
    "a magic link": "os.symlink('/proc/self/root/etc/passwd', '/mnt/data/trap')",
    "a link to a device": "os.symlink('/dev/zero', '/mnt/data/trap')",
    "a FIFO": "os.mkfifo('/mnt/data/trap')",
    "a socket": "import socket; s = socket.socket(socket.AF_UNIX); s.bind('/mnt/data/trap')",
    "a folder": "os.mkdir('/mnt/data/trap')",
    "a link to itself": "os.symlink('trap', '/mnt/data/trap')",
}
LINKED_FOLDER = "import os; os.symlink('/etc', '/mnt/data/folder')"


def listed(session):
    return [entry["properties"]["filename"] for entry in session.call("GET", "files").json()["value"]]


@pytest.mark.parametrize("name", MAKE)
def test_only_plain_files_are_read_listed_and_deleted(session, name):
    session.value(f"import os; {MAKE[name]}; 'made'")
    assert session.call("GET", "files/content/trap").status_code == 404
    assert session.call("GET", "files/trap", NEWEST).status_code == 404
    assert session.call("DELETE", "files/trap", NEWEST).status_code == 404
    assert listed(session) == []


@pytest.mark.parametrize("name", [name for name in MAKE if name != "a folder"])
def test_an_upload_replaces_a_trap_and_never_writes_through_it(session, name):
    session.value(f"import os; {MAKE[name]}; 'made'")
    assert session.upload("trap", b"content").status_code == 200
    assert session.value("import os; os.path.islink('/mnt/data/trap')") is False
    assert session.call("GET", "files/content/trap").content == b"content"


def test_a_linked_folder_is_not_entered(session):
    session.run(LINKED_FOLDER)
    assert session.call("GET", "files/content/folder/passwd").status_code == 404
    assert session.call("GET", "files", NEWEST, params={"path": "folder"}).status_code == 404
    assert session.upload("folder/new.txt", b"x").status_code == 404
    assert not os.path.exists("/etc/new.txt")


@pytest.mark.parametrize(
    "path",
    ["../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/x", "a/../../x", "x%00y", "n" * 300],
)
def test_paths_that_lead_out(session, path):
    session.run("1")
    url = f"{session.endpoint}/files/content/{path}?identifier={session.identifier}"
    assert session.http.get(url).status_code in (400, 404)


def test_names_of_every_kind_are_listed_and_fetched(session):
    names = ["new\nline", 'quote"', "<b>", "\u202e", "n" * 255, " ", "..."]
    session.run(f"import os\nfor name in {names!r}: open(f'/mnt/data/{{name}}', 'w').write('x')")
    assert sorted(listed(session)) == sorted(names)
    for name in names[1:]:  # no route reaches a name with a line break
        assert session.call("GET", f"files/content/{quote(name)}").content == b"x"


def test_a_name_that_is_no_text(session):
    session.run("open(b'/mnt/data/\\xff\\xfe', 'w').write('x')")
    assert listed(session) == ["\ufffd\ufffd"]


def test_a_sparse_file_is_sent_in_pieces(session, pool):
    session.run("import os; os.truncate(os.open('/mnt/data/s', os.O_CREAT | os.O_RDWR), 200 << 20)")
    with open(f"/proc/{pool.process.pid}/clear_refs", "w") as clear:
        clear.write("5")  # start to measure the highest memory anew
    query = {"identifier": session.identifier}
    with session.http.stream("GET", f"{session.endpoint}/files/content/s", params=query) as answer:
        assert sum(len(chunk) for chunk in answer.iter_bytes()) == 200 << 20
    with open(f"/proc/{pool.process.pid}/status") as status:
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in status if line.startswith("Vm")}
    assert sizes["VmHWM"] < 400 << 10


def test_a_file_that_shrinks_while_it_is_sent(session):
    session.run("import os; os.truncate(os.open('/mnt/data/s', os.O_CREAT | os.O_RDWR), 30 << 20)")
    query = {"identifier": session.identifier}
    with session.http.stream("GET", f"{session.endpoint}/files/content/s", params=query) as answer:
        chunks = answer.iter_bytes()
        received = len(next(chunks))
        session.run("os.truncate('/mnt/data/s', 0)")
        received += sum(map(len, chunks))
    assert received == 30 << 20


def test_folders_too_deep_for_a_path(session):
    session.run(
        "import os; os.chdir('/mnt/data')\nfor _ in range(400): os.mkdir('d' * 20); os.chdir('d' * 20)"
    )
    answer = session.call("GET", "files", NEWEST, params={"recursive": "true"})
    assert answer.status_code == 200
    assert 100 < len(answer.json()["value"]) <= 400


def test_a_file_without_rights_is_not_read_by_force(session):
    session.run("open('/mnt/data/a', 'w').write('x'); import os; os.chmod('/mnt/data/a', 0)")
    assert session.call("GET", "files/content/a").status_code == 404


def test_a_locked_folder_refuses_an_upload(session):
    session.run("import os; os.chmod('/mnt/data', 0o500)")
    assert session.upload("a", b"x").status_code in (403, 404, 507)
    session.run("os.chmod('/mnt/data', 0o700)")
    assert session.upload("a", b"x").status_code == 200


def test_files_swapped_while_they_are_fetched(session):
    """A link takes a file's place again and again; the server sees the file or nothing."""
    swap = """
import os, threading
def swap():
    for _ in range(3000):
        open('/mnt/data/t', 'w').write('mine'); os.replace('/mnt/data/t', '/mnt/data/x')
        os.symlink('/etc/passwd', '/mnt/data/t'); os.replace('/mnt/data/t', '/mnt/data/x')
threading.Thread(target=swap).start()
"""
    session.run(swap)
    for _ in range(40):
        answer = session.call("GET", "files/content/x")
        assert answer.status_code == 404 or answer.content in (b"mine", b"")
