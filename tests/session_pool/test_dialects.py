"""The routes of every api-version, as recorded from the service."""

import re
import time

import pytest

pytestmark = pytest.mark.sandbox

FIRST_FLAT, SHELL, NEWEST = "2024-10-02-preview", "2025-02-02-preview", "2025-10-02-preview"
INLINE = {"codeInputType": "inline", "executionType": "synchronous", "timeoutInSeconds": 60}
SERVICE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
POOL_PATH = "subscriptions/s/resourceGroups/g/sessionPools/files"


def execute(session, code, version=NEWEST, **fields):
    return session.call("POST", "executions", version, json={**INLINE, "code": code, **fields})


def test_the_recorded_run_of_the_oldest_dialect(session):
    """As the az CLI sent it in May 2024."""
    body = {"identifier": session.identifier, **INLINE, "code": 'print("Hello world")'}
    answer = session.call("POST", "code/execute", json={"properties": body})
    properties = answer.json()["properties"]
    assert answer.status_code == 200
    assert properties.pop("executionTimeInMilliseconds") >= 0
    assert (answer.json()["$id"], properties.pop("$id")) == ("1", "2")
    expected = {"status": "Success", "stdout": "Hello world\n", "stderr": "", "result": ""}
    assert properties.items() >= expected.items()
    for header in ("x-ms-session-guid", "x-ms-allocation-time", "x-ms-total-execution-service-time"):
        assert header in answer.headers


def test_the_recorded_run_of_the_flat_dialect(session):
    """As the az CLI sent it in November 2024."""
    answer = execute(session, 'print("Hello world")', FIRST_FLAT)
    body = answer.json()
    assert answer.status_code == 202
    assert answer.headers["operation-id"] == body["id"]
    assert answer.headers["api-supported-versions"] == FIRST_FLAT
    assert (body["identifier"], body["executionType"], body["status"]) == (
        session.identifier,
        "synchronous",
        "Succeeded",
    )
    expected = {"stdout": "Hello world\n", "stderr": "", "executionResult": ""}
    assert body["result"].items() >= expected.items()


@pytest.mark.parametrize(
    ("code", "value"), [("a = None;a", None), ("a = float('nan');a", "nan"), ("6*7", 42)]
)
def test_values_of_the_newest_dialect(session, code, value):
    assert execute(session, code).json()["result"]["executionResult"] == value


def test_a_failed_execution(session):
    body = execute(session, "1/0").json()
    assert (body["status"], body["result"]["executionResult"]) == ("Failed", None)
    assert "ZeroDivisionError" in body["result"]["stderr"]


def test_words_are_read_in_any_case_and_unknown_fields_ignored(session):
    fields = {"codeInputType": "InlineBase64", "executionType": "Synchronous", "novelty": 1}
    assert execute(session, "Nio3", **fields).json()["result"]["executionResult"] == 42


def test_output_is_cut_in_the_flat_dialect_and_kept_whole_beside(session):
    result = execute(session, "print('x' * 5000)").json()["result"]
    assert result["stdout"] == "x" * 4096
    whole = session.call("GET", result["fullOutput"]["stdout"], NEWEST)
    assert whole.text == "x" * 5000 + "\n"
    assert (
        execute(session, "print('x' * 5000)", outputStreamsMaxLength=9000).json()["result"]["fullOutput"]
        == {}
    )


def test_an_asynchronous_execution(session):
    session.endpoint += f"/{POOL_PATH}"
    answer = execute(session, "import time; time.sleep(0.3); 'late'", executionType="Asynchronous")
    assert (answer.status_code, answer.json()["status"]) == (202, "Running")
    where = answer.headers["operation-location"]
    assert where.startswith(f"{session.endpoint}/executions/{answer.headers['operation-id']}?")
    for _ in range(100):
        polled = session.http.get(where)
        if polled.json()["status"] != "Running":
            break
        time.sleep(0.05)
    assert polled.status_code == 200
    assert polled.json()["result"]["executionResult"] == "late"


def test_an_unknown_execution_is_404(session):
    session.run("1")
    answer = session.call("GET", "executions/none", NEWEST)
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (404, "ExecutionNotFound")


def test_shell_commands(session):
    answer = session.call("POST", "executions", SHELL, json={"shellCommand": "echo hi; echo no >&2; exit 3"})
    body = answer.json()
    assert body["status"] == "3"
    assert body["result"].items() >= {"stdout": "hi\n", "stderr": "no\n"}.items()


def test_files_of_the_oldest_dialect(session):
    stored = session.upload("cert.txt", b"content").json()
    assert stored["$id"] == "1"
    assert stored["value"][0]["$id"] == "2"
    properties = stored["value"][0]["properties"]
    assert properties.items() >= {"$id": "3", "filename": "cert.txt", "size": 7}.items()
    assert SERVICE_TIME.fullmatch(properties["lastModifiedTime"])
    assert session.call("GET", "files").json()["value"] == stored["value"]
    assert session.call("GET", "files/cert.txt").json()["value"] == stored["value"]
    content = session.call("GET", "files/content/cert.txt")
    assert (content.content, content.headers["content-type"]) == (b"content", "application/octet-stream")
    assert session.call("DELETE", "files/cert.txt").json() == {"message": "file deleted successfully"}
    assert session.call("GET", "files").json()["value"] == []


def test_files_of_the_flat_dialect(session):
    stored = session.call("POST", "files", FIRST_FLAT, files={"file": ("cert.txt", b"content")}).json()
    assert stored.items() >= {"name": "cert.txt", "type": "", "contentType": "", "sizeInBytes": 7}.items()
    entries = session.call("GET", "files", FIRST_FLAT, params={"path": ""}).json()["value"]
    expected = {
        "name": "cert.txt",
        "type": "file",
        "contentType": "text/plain; charset=utf-8",
        "sizeInBytes": 7,
    }
    assert entries[0].items() >= expected.items()
    described = session.call("GET", "files/cert.txt", FIRST_FLAT).json()
    assert list(described) == ["$id", "name", "sizeInBytes", "lastModifiedAt"]
    assert session.call("GET", "files/cert.txt/content", FIRST_FLAT).content == b"content"
    assert session.call("DELETE", "files/cert.txt", FIRST_FLAT).status_code == 204
    assert session.call("GET", "files/cert.txt", FIRST_FLAT).status_code == 404


def test_folders_of_the_newest_dialect(session):
    for path in ("level1", "/mnt/data/level1/level2"):
        session.call("POST", "files", NEWEST, params={"path": path}, files={"file": ("f.txt", b"1")})
    flat = session.call("GET", "files", NEWEST).json()["value"]
    assert [(entry["name"], entry["type"], entry["sizeInBytes"]) for entry in flat] == [
        ("level1", "directory", 4096)
    ]
    deep = session.call("GET", "files", NEWEST, params={"recursive": "true"}).json()["value"]
    assert [(entry["directory"], entry["name"]) for entry in deep] == [
        ("", "level1"),
        ("level1", "f.txt"),
        ("level1", "level2"),
        ("level1/level2", "f.txt"),
    ]
    inner = session.call("GET", "files", NEWEST, params={"path": "level1/level2"}).json()["value"]
    assert [entry["name"] for entry in inner] == ["f.txt"]


def test_either_family_of_routes_under_any_version_and_prefix(session):
    session.endpoint += f"/{POOL_PATH}"
    assert execute(session, "5", "2024-02-02-preview").json()["result"]["executionResult"] == 5
    assert session.run("5")["result"] == 5
    session.call("POST", "files/upload", NEWEST, files={"file": ("content", b"x")})
    assert session.call("GET", "files/content/content", NEWEST).content == b"x"
    assert session.call("GET", "files/content/content").content == b"x"


def test_the_identifier_may_stand_in_the_path(session):
    session.run("kept = 1")
    url = f"{session.endpoint}/{POOL_PATH}/identifier/{session.identifier}/code/execute"
    answer = session.http.post(url, json={"properties": {"code": "kept"}})
    assert answer.json()["properties"]["result"] == 1


def test_the_session_resource(session):
    assert session.call("GET", "session", NEWEST).status_code == 404
    session.run("1")
    body = session.call("GET", "session", NEWEST).json()
    assert list(body) == ["identifier", "createdAt", "lastAccessedAt", "expireAt", "etag"]
    assert SERVICE_TIME.fullmatch(body["expireAt"])
    listed = session.call("GET", "listSessions", NEWEST).json()["sessions"]
    assert session.identifier in [entry["identifier"] for entry in listed]
    assert session.call("DELETE", "session", NEWEST).status_code == 204
    assert session.call("GET", "session", NEWEST).status_code == 404


@pytest.mark.slow
def test_a_list_of_sessions_goes_on_where_it_was_cut(start_pool, calling):
    pool = start_pool(max_sessions=120, ready_sessions=0)
    caller = calling(pool.endpoint)
    names = {f"listed-{number:03}" for number in range(101)}
    for name in names:
        caller.call("GET", "files", params={"identifier": name})
    first = caller.call("GET", "listSessions", NEWEST).json()
    second = caller.http.get(first["nextLink"]).json()
    assert (len(first["sessions"]), "nextLink" in second) == (100, False)
    assert {entry["identifier"] for entry in first["sessions"] + second["sessions"]} == names


def test_metadata_lists_the_packages(session):
    body = session.call("GET", "metadata", NEWEST).json()
    assert body["runtimes"][0]["name"] == "Python"
    assert {"pandas", "numpy", "setuptools"} <= {package["name"] for package in body["preInstalledPackages"]}
    assert body["jupyterKernel"]["version"]


@pytest.mark.parametrize(
    ("identifier", "status"), [("abc", 400), ("a" * 129, 400), ("ünïcode", 400), ("a b|-&^%$#(){}[];<>", 200)]
)
def test_identifiers(new_caller, identifier, status):
    caller = new_caller(identifier)
    answer = caller.post("1")
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["error"]["code"] == answer.headers["x-ms-error-code"] == "InvalidRequest"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"{}", id="no properties"),
        pytest.param(b'{"properties": {"code": 5}}', id="code that is no text"),
        pytest.param(b'{"properties": {"code": "1", "codeInputType": "magic"}}', id="unknown input"),
        pytest.param(b'{"properties": {"code": "1", "timeoutInSeconds": -1}}', id="negative limit"),
        pytest.param(b'{"properties": {"code": "??", "codeInputType": "inlineBase64"}}', id="no base64"),
    ],
)
def test_a_bad_body_is_400(session, body):
    answer = session.call("POST", "code/execute", content=body)
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (400, "InvalidRequest")


@pytest.mark.parametrize("body", [b"{}", b'{"executionType": "asynchronous"}', b'{"code": null}'])
def test_an_execution_of_nothing_is_400(session, body):
    answer = session.call("POST", "executions", NEWEST, content=body)
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (400, "InvalidRequest")


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"authorization": "Basic x"}])
def test_without_the_token_401(session, headers):
    session.http.headers = headers
    answer = session.call("GET", "files")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "Unauthorized")


@pytest.mark.parametrize(("method", "route", "status"), [("GET", "nowhere", 404), ("PUT", "session", 405)])
def test_unknown_routes_answer_in_the_form_of_the_service(session, method, route, status):
    answer = session.call(method, route)
    assert (answer.status_code, "x-ms-error-code" in answer.headers) == (status, True)
