"""`SessionsPythonREPLTool` 1.0.4, unmodified, against the pool."""

import base64
import json
from io import BytesIO

import pytest
from langchain_azure_dynamic_sessions import SessionsPythonREPLTool
from langchain_core.messages import ToolCall

pytestmark = pytest.mark.sandbox

PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()"


@pytest.fixture
def tool(pool):
    tool = SessionsPythonREPLTool(
        pool_management_endpoint=f"{pool.endpoint}/subscriptions/s/resourceGroups/g/sessionPools/p",
        access_token_provider=lambda: "token-of-the-tests",
    )
    yield tool
    tool.delete_session()


def test_invoke_gives_the_documented_json(tool):
    assert tool.invoke("6 * 7") == '{\n  "result": 42,\n  "stdout": "",\n  "stderr": ""\n}'


def test_execute_gives_the_service_fields(tool):
    answer = tool.execute("6 * 7")
    assert (
        answer.items() >= {"$id": "2", "status": "Success", "stdout": "", "stderr": "", "result": 42}.items()
    )
    assert isinstance(answer["executionTimeInMilliseconds"], int)


def test_variables_are_kept(tool):
    tool.execute("answer = 40")
    assert tool.execute("answer + 2")["result"] == 42


def test_upload_compute_list_and_download(tool):
    content = BytesIO(json.dumps([1, 10, -1541]).encode())
    stored = tool.upload_file(data=content, remote_file_path="important data.json")
    assert (stored.full_path, stored.size_in_bytes) == ("/mnt/data/important data.json", 14)
    code = "import json\nsum(json.load(open('/mnt/data/important data.json')))"
    assert tool.execute(code)["result"] == -1530
    tool.execute("open('/mnt/data/out.txt', 'w').write('Hello from session!')")
    assert [info.filename for info in tool.list_files()] == ["important data.json", "out.txt"]
    assert tool.download_file(remote_file_path="out.txt").read() == b"Hello from session!"


def test_a_name_with_a_percent_sign_is_found_again(tool):
    tool.upload_file(data=BytesIO(b"1"), remote_file_path="100%25.csv")
    assert tool.download_file(remote_file_path="100%25.csv").read() == b"1"
    tool.execute("open('/mnt/data/100%25.csv', 'w').write('2')")
    assert tool.download_file(remote_file_path="100%25.csv").read() == b"2"


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # the tool leaves it open
def test_upload_of_a_local_file(tool, tmp_path):
    (tmp_path / "people.csv").write_text("name,age\nA,36\n")
    stored = tool.upload_file(local_file_path=str(tmp_path / "people.csv"))
    assert stored.full_path == "/mnt/data/people.csv"


def test_a_figure_is_an_image_without_base64_in_the_text(tool):
    call = ToolCall(name="Python_REPL", args={"python_code": PLOT}, id="1", type="tool_call")
    message = tool.invoke(call)
    assert "base64_data" not in message.content
    image = message.artifact["result"]
    assert list(image) == ["type", "format", "base64_data"]
    assert base64.b64decode(image["base64_data"]).startswith(b"\x89PNG")


def test_an_error_is_text_on_stderr(tool):
    answer = tool.execute("1/0")
    assert (answer["status"], answer["result"]) == ("Failure", None)
    assert answer["stderr"].startswith("division by zero")
    assert "ZeroDivisionError" in answer["stderr"]


def test_closing_changes_the_session(tool):
    before = tool.session_id
    tool.close()
    assert tool.session_id != before
