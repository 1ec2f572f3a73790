# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["llama-index-tools-azure-code-interpreter==0.7.0"]
# ///
"""Every operation of LlamaIndex's `AzureCodeInterpreterToolSpec`."""

import sys
import tempfile
from pathlib import Path

from llama_index.tools.azure_code_interpreter import AzureCodeInterpreterToolSpec


def main(endpoint: str, token: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spec = AzureCodeInterpreterToolSpec(
            pool_management_endpoint=f"{endpoint}/subscriptions/s/resourceGroups/g/sessionPools/p",
            local_save_path=folder,
        )
        spec.access_token_provider = lambda: token
        use(spec, Path(folder))


def use(spec: AzureCodeInterpreterToolSpec, folder: Path) -> None:
    answer = spec.code_interpreter("kept = 6\nprint('out')\nkept * 7")["properties"]
    assert (answer["status"], answer["result"], answer["stdout"]) == ("Success", 42, "out\n"), answer
    failed = spec.code_interpreter("1/0")["properties"]
    assert (failed["status"], failed["result"]) == ("Failure", None), failed
    drawn = spec.code_interpreter("import matplotlib.pyplot as plt\nplt.plot([1, 2])")["properties"]
    assert drawn["result"]["saved_to_local_path"], drawn
    assert [path.read_bytes()[:4] for path in folder.glob("*.png")] == [b"\x89PNG"]

    source = folder / "people.csv"
    source.write_text("name,age\nA,36\n")
    stored = spec.upload_file(local_file_path=str(source))
    assert [file.file_full_path for file in stored] == ["/mnt/data/people.csv"], stored
    assert [file.filename for file in spec.list_files()] == ["people.csv"]
    assert spec.download_file_to_local("people.csv", str(folder / "copy.csv")) is None
    assert (folder / "copy.csv").read_bytes() == source.read_bytes()
    assert {tool.metadata.name for tool in spec.to_tool_list()} == {"code_interpreter", "list_files"}


main(*sys.argv[1:])
