"""Names and bodies of uploads, as the clients send them and as nobody should."""

import json
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.sandbox

BOUNDARY = "0123456789abcdef"


def multipart(disposition, content=b"content"):
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode()
    return head + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def send(session, body, content_type=f"multipart/form-data; boundary={BOUNDARY}"):
    return session.call("POST", "files/upload", content=body, headers={"content-type": content_type})


def names(session):
    return [entry["properties"]["filename"] for entry in session.call("GET", "files").json()["value"]]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("plain.csv", "plain.csv"),
        ("/mnt/data/plain.csv", "plain.csv"),
        ("my%20file%20%281%29.csv", "my file (1).csv"),
        ("Größe 数据.csv", "Größe 数据.csv"),
        ("sub/dir/x.csv", "sub/dir/x.csv"),
        ("@$&=;,#%25^().csv", "@$&=;,#%^().csv"),
    ],
)
def test_names_as_clients_send_them(session, sent, stored):
    answer = send(session, multipart(f'name="file"; filename="{sent}"'))
    assert answer.json()["value"][0]["properties"]["filename"] == stored
    assert names(session) == [stored]
    assert session.call("GET", f"files/content/{quote(stored)}").content == b"content"


@pytest.mark.parametrize(
    "name", ["", "/mnt/data/", "../../etc/passwd", "a/../../b", "%2e%2e/b", "x%00y", "n" * 300, "."]
)
def test_names_that_are_refused(session, name):
    answer = send(session, multipart(f'name="file"; filename="{name}"'))
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (400, "InvalidRequest")
    assert names(session) == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no multipart at all", id="no multipart"),
        pytest.param(multipart('name="other"; filename="x"'), id="another part"),
        pytest.param(multipart('name="file"'), id="no file name"),
        pytest.param(b"--%s\r\nContent-Disp" % BOUNDARY.encode(), id="cut off"),
        pytest.param(b"--%s\r\n\x00\x01: x\r\n\r\n" % BOUNDARY.encode(), id="broken header"),
        pytest.param(multipart('name="file"; filename="x"')[:-10], id="cut off in the file"),
    ],
)
def test_bodies_that_are_refused(session, body):
    assert send(session, body).status_code == 400
    assert names(session) == []


def test_multipart_that_is_labelled_as_json(session):
    """Semantic Kernel's client does so after it has run code."""
    answer = send(session, multipart('name="file"; filename="a.csv"'), "application/json")
    assert answer.status_code == 200
    assert names(session) == ["a.csv"]


def test_a_chunked_upload(session):
    whole = multipart('name="file"; filename="a.bin"', bytes(200_000))
    answer = send(session, (whole[start : start + 7_001] for start in range(0, len(whole), 7_001)))
    assert answer.json()["value"][0]["properties"]["size"] == 200_000


def test_an_upload_replaces_the_file_of_that_name(session):
    for content in (b"first, longer", b"second"):
        send(session, multipart('name="file"; filename="a"', content))
    assert session.call("GET", "files/content/a").content == b"second"
    assert names(session) == ["a"]


def test_an_upload_over_a_folder_is_refused(session):
    session.run("import os; os.makedirs('/mnt/data/folder/inner')")
    assert send(session, multipart('name="file"; filename="folder"')).status_code == 400


def test_an_empty_file(session):
    answer = send(session, multipart('name="file"; filename="empty"', b""))
    assert answer.json()["value"][0]["properties"]["size"] == 0
    assert session.call("GET", "files/content/empty").content == b""


def test_a_body_with_a_second_part(session):
    first = multipart('name="note"', json.dumps({"a": 1}).encode()).removesuffix(
        f"--{BOUNDARY}--\r\n".encode()
    )
    answer = send(session, first + multipart('name="file"; filename="b"'))
    assert answer.status_code == 200
    assert names(session) == ["b"]
