"""Links into the session, which lead nowhere for a reader, become links to what was really brought out."""

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from langchain_core.messages import AIMessage

from agents.values import Answer, Cell

_INSIDE = r"(?:sandbox:|attachment:|file://)?/*mnt/data/|(?:sandbox|attachment):/*"
_LINK = re.compile(
    rf"(?P<image>!?)\[(?P<label>[^\]\n]*)\]\(\s*<?(?:{_INSIDE})"
    r"(?P<path>[^()<>\"\n]*(?:\([^()\n]*\)[^()<>\"\n]*)*)>?\s*(?:\"[^\"\n]*\"\s*)?\)"
)
_BARE = re.compile(r"<?(?:sandbox|attachment):/+(?:mnt/data/)?(?P<path>[^\s<>()\[\]`\"']*[\w/])>?")
_CODE = re.compile(r"(^```.*?^```|^~~~.*?^~~~|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


def mended(text: str, cells: Sequence[Cell]) -> str:
    """Point links into the session at the cells' files and figures; of a dead link only its words stay."""
    if not any(sign in text for sign in ("sandbox:", "attachment:", "/mnt/data")):
        return text
    target = _targets(cells)
    parts = _CODE.split(text)
    parts[::2] = [_mended_prose(part, target) for part in parts[::2]]  # the odd ones are code
    return "".join(parts)


def in_answer(answer: Answer, cells: Sequence[Cell]) -> Answer:
    """Mend the links of an answer."""
    return answer.model_copy(update={"text": mended(answer.text, cells)})


def in_message(message: AIMessage, cells: Sequence[Cell]) -> AIMessage:
    """Mend the links of a model's message, whose content is a text or a list of blocks."""
    content = message.content
    blocks: Any = mended(content, cells) if isinstance(content, str) else [_block(b, cells) for b in content]
    return message if blocks == content else message.model_copy(update={"content": blocks})


def _block(block: Any, cells: Sequence[Cell]) -> Any:
    if isinstance(block, dict) and isinstance(block.get("text"), str):
        return {**block, "text": mended(block["text"], cells)}
    return block


def _mended_prose(text: str, target: Callable[[str], str]) -> str:
    def link(match: re.Match[str]) -> str:
        found = target(match["path"])
        return f"{match['image']}[{match['label']}]({quote(found)})" if found else match["label"]

    def bare(match: re.Match[str]) -> str:
        found = target(match["path"])
        return f"[{found}]({quote(found)})" if found else PurePosixPath(unquote(match["path"])).name

    return _BARE.sub(bare, _LINK.sub(link, text))


def _targets(cells: Sequence[Cell]) -> Callable[[str], str]:
    """Find the name under which a path of the session reaches the reader; empty where nothing does.

    A path counts in full, else by its last part where only one file has that.
    """
    files = {file.name for cell in cells for file in cell.execution.files}
    figures = {f"{figure.id}.png" for cell in cells for figure in cell.execution.figures}

    def target(path: str) -> str:
        wanted = unquote(path).strip().removeprefix("mnt/data/").lstrip("/")
        if wanted in files | figures:
            return wanted
        last = PurePosixPath(wanted).name
        same = [name for name in sorted(files | figures) if PurePosixPath(name).name == last]
        return same[0] if len(same) == 1 else ""

    return target
