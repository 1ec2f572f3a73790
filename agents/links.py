"""Links into the session, which lead nowhere for a reader, become links to what was really brought out."""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from langchain_core.messages import AIMessage

from agents.values import Answer, Cell

_SIGN = re.compile(r"(?:sandbox|attachment):|mnt/data", re.IGNORECASE)
_INSIDE = r"(?i:(?:(?:sandbox|attachment|file|computer):)?/*mnt/data/|(?:sandbox|attachment):/*)"
_INLINE = re.compile(rf"\]\(\s*<?{_INSIDE}(?P<path>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
_DEFINED = re.compile(
    rf"^ {{0,3}}\[(?P<label>[^\[\]\n]+)\]:[ \t]*<?{_INSIDE}(?P<path>[^\n]*)\n?", re.MULTILINE
)
_ATTRIBUTE = re.compile(
    rf"\s(?P<name>src|href)\s*=\s*(?:(?P<mark>[\"']){_INSIDE}(?P<marked>[^<>\n]*?)(?P=mark)|{_INSIDE}(?P<path>[^\s\"'<>]*))",
    re.IGNORECASE,
)
_ADDRESS = r"(?i:[a-z][a-z0-9+.-]*:)?//"
_ELSEWHERE = re.compile(rf"!(?=\[[^\]\n]{{0,500}}\]\(\s*<?{_ADDRESS})")
_ELSEWHERE_DEFINED = re.compile(rf"^ {{0,3}}\[([^\[\]\n]+)\]:[ \t]*<?{_ADDRESS}", re.MULTILINE)
_ELSEWHERE_TAG = re.compile(
    rf"<[a-z]+\b[^<>]*\b(?:src|srcset|data|poster)\s*=\s*[\"']?(?P<address>{_ADDRESS}[^\s\"'<>]*)[^<>]*>?",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"<?(?:sandbox|attachment):/+(?:mnt/data/)?(?P<path>[^\s<>()\[\]`\"']*[\w/])>?", re.IGNORECASE
)
_TITLE = re.compile(r"\s(?:\"[^\"]*\"|'[^']*'|\([^()]*\))$")
_CODE = re.compile(
    r"^ {0,3}(?P<ticks>`{3,})(?=[^`\n]*$)(?:.*?^ {0,3}(?P=ticks)`*[ \t\r]*$|.*)"
    r"|^ {0,3}(?P<tildes>~{3,})(?:.*?^ {0,3}(?P=tildes)~*[ \t\r]*$|.*)"
    r"|`[^`\n]+`",
    re.DOTALL | re.MULTILINE,
)
"""Code as Markdown reads it: a fence that nothing closes stays open to the end."""
_LONGEST_LABEL = 2000
_LONGEST_PATH = 1000
_LEADS = r"(?:\]\([ \t]*<?|\]:[ \t]*<?|\b(?i:src|href)\s*=\s*[\"'])(?:\./)?"

Target = Callable[[str], str]


def mended(text: str, cells: Sequence[Cell]) -> str:
    """Point links into the session at the cells' files and figures; of a dead link only its words stay."""
    if not _SIGN.search(text):
        return text
    target = _targets(cells)
    parts = _by_turns(text)
    parts[::2] = [_mended_prose(part, target) for part in parts[::2]]  # the odd ones are code
    return "".join(parts)


def in_answer(answer: Answer, cells: Sequence[Cell]) -> Answer:
    """Mend the links of an answer; what would be fetched from elsewhere when it is shown becomes a link."""
    parts = _by_turns(mended(answer.text, cells))
    parts[::2] = map(_fetching_nothing, parts[::2])
    return answer.model_copy(update={"text": "".join(parts)})


def in_message(message: AIMessage, cells: Sequence[Cell]) -> AIMessage:
    """Mend the links of a model's message, whose content is a text or a list of blocks."""
    content = message.content
    blocks: Any = mended(content, cells) if isinstance(content, str) else [_block(b, cells) for b in content]
    return message if blocks == content else message.model_copy(update={"content": blocks})


def made_by(cells: Sequence[Cell]) -> tuple[dict[str, str], dict[str, str]]:
    """The figures and the files that cells made: name, as answers link to it, and digest of the last one."""
    ran = [cell.execution for cell in cells]
    figures = {figure.name: figure.digest for one in ran for figure in one.figures}
    return figures, {file.name: file.digest for one in ran for file in one.files}


def linked(text: str, names: Collection[str]) -> set[str]:
    """The names of files that links of the text lead to."""
    if not names:
        return set()
    prose = "".join(_by_turns(text)[::2])
    return {_meant(match["name"], names) for match in _leading_to(names).finditer(prose)}


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with its links to files leading to the names under which these were written."""
    if not names:
        return text

    def led(match: re.Match[str]) -> str:
        return match["leads"] + quote(names[_meant(match["name"], names)])

    leading, parts = _leading_to(names), _by_turns(text)
    parts[::2] = [leading.sub(led, part) for part in parts[::2]]
    return "".join(parts)


def _by_turns(text: str) -> list[str]:
    """The text in parts, which are prose and code by turns."""
    parts, at = list[str](), 0
    for match in _CODE.finditer(text):
        parts += text[at : match.start()], match[0]
        at = match.end()
    return [*parts, text[at:]]


def _leading_to(names: Iterable[str]) -> re.Pattern[str]:
    """What matches a link to one of the names, escaped or as it is."""
    spellings = sorted(
        {spelling for name in names for spelling in (name, quote(name))}, key=len, reverse=True
    )
    either = "|".join(map(re.escape, spellings))
    return re.compile(rf"(?P<leads>{_LEADS})(?P<name>{either})(?=[)>\s\"'#?]|$)")


def _meant(spelled: str, names: Collection[str]) -> str:
    return spelled if spelled in names else unquote(spelled)


def _block(block: Any, cells: Sequence[Cell]) -> Any:
    if isinstance(block, dict) and isinstance(block.get("text"), str):
        return {**block, "text": mended(block["text"], cells)}
    return block


def _mended_prose(text: str, target: Target) -> str:
    def attribute(match: re.Match[str]) -> str:
        found = target(match["marked"] or match["path"] or "")
        return f' {match["name"]}="{quote(found)}"' if found else ""

    def bare(match: re.Match[str]) -> str:
        found = target(match["path"])
        return f"[{found}]({quote(found)})" if found else PurePosixPath(unquote(match["path"])).name

    return _BARE.sub(bare, _ATTRIBUTE.sub(attribute, _inline(_defined(text, target), target)))


def _fetching_nothing(text: str) -> str:
    """The text with links in place of images of other sites, which would tell those who shows it."""
    labels = "|".join(map(re.escape, _ELSEWHERE_DEFINED.findall(text)))
    if labels:
        text = re.sub(rf"!(?=\[[^\[\]\n]*\]\[(?:{labels})\]|\[(?:{labels})\])", "", text)
    return _ELSEWHERE_TAG.sub(r"\g<address>", _ELSEWHERE.sub("", text))


def _inline(text: str, target: Target) -> str:
    """Mend `[label](path)`; the label may hold anything, also an image."""
    done, at = "", 0
    for match in _INLINE.finditer(text):
        done += text[at : match.start()]
        at = match.end()
        found = target(match["path"])
        done = f"{done}]({quote(found)})" if found else _without_link(done)
    return done + text[at:]


def _without_link(before: str) -> str:
    """What stands before the `]` of a dead link, without the bracket that opens its label."""
    depth = 1
    for at in range(len(before) - 1, max(-1, len(before) - _LONGEST_LABEL), -1):
        if before[at] in "[]" and before[at - 1 : at] != "\\":
            depth += 1 if before[at] == "]" else -1
        if not depth:
            opens = at - 1 if before[at - 1 : at] == "!" else at
            return before[:opens] + before[at + 1 :]
    return before


def _defined(text: str, target: Target) -> str:
    """Mend `[label]: path`, to which `[words][label]` leads."""
    dead: list[str] = []

    def definition(match: re.Match[str]) -> str:
        if found := target(match["path"]):
            return f"[{match['label']}]: {quote(found)}\n"
        dead.append(re.escape(match["label"]))
        return ""

    text = _DEFINED.sub(definition, text)
    return re.sub(rf"!?\[([^\[\]\n]*)\]\[(?:{'|'.join(dead)})\]", r"\1", text) if dead else text


def _targets(cells: Sequence[Cell]) -> Target:
    """Find the name under which a path of the session reaches the reader; empty where nothing does.

    A path counts in full, else by its last part where only one file has that.
    """
    figures, files = made_by(cells)
    names = figures.keys() | files.keys()

    def target(path: str) -> str:
        if len(path) > _LONGEST_PATH:
            return ""
        wanted = [name.strip().removeprefix("mnt/data/").lstrip("/") for name in _readings(path)]
        if whole := next((name for name in wanted if name in names), ""):
            return whole
        last = {PurePosixPath(name).name for name in wanted}
        same = [name for name in names if PurePosixPath(name).name in last]
        return same[0] if len(same) == 1 else ""

    return target


def _readings(path: str) -> Iterator[str]:
    """What a path may mean: as it is, without a title or a fragment behind it, with its escapes read."""
    plain = _TITLE.sub("", path.rstrip()).rstrip().removesuffix(">")
    for one in (path, plain, re.split(r"[?#]", plain)[0]):
        for text in (one, html.unescape(one)):
            yield unquote(text)
