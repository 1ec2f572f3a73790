"""Values in place of their placeholders in code, where a value can be nothing but a value."""

import ast
import re
import secrets
from collections.abc import Mapping

from agents.errors import NOT_PARSED

PLACEHOLDER = re.compile(r"⟦v(\d{1,9})⟧")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SPECIAL = re.compile(r"[^\w .,:;/@+-]")


def in_code(code: str, values: Mapping[str, str]) -> str | None:
    """The code with the values of its placeholders; None where one is unknown, or is no text and no number.

    They are put in as text, and Python's parser tells whether that made what it should, and nothing else.
    """
    if not PLACEHOLDER.search(code):
        return code
    salt = f"v{secrets.token_hex(8)}_"
    marked = PLACEHOLDER.sub(lambda found: f"{salt}{found[1]}_", code)
    try:
        meant = ast.dump(_Filled(salt, values).visit(ast.parse(marked)))
        for written in (values, {number: _escaped(value) for number, value in values.items()}):
            filled = PLACEHOLDER.sub(lambda found, by=written: by[found[1]], code)  # type: ignore[misc]
            if _dumped(filled) == meant:
                return filled
    except (*NOT_PARSED, KeyError):
        return None
    return None


class _Filled(ast.NodeTransformer):
    """Puts values into the texts of a tree, and for marks that stand alone where the value is a number."""

    def __init__(self, salt: str, values: Mapping[str, str]) -> None:
        self._mark = re.compile(rf"{salt}(\d+)_")
        self._values = values

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            node.value = self._mark.sub(lambda found: self._values[found[1]], node.value)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        mark = self._mark.fullmatch(node.id)
        value = self._values[mark[1]] if mark else ""
        return ast.Constant(ast.literal_eval(value)) if _NUMBER.fullmatch(value) else node


def _dumped(code: str) -> str:
    try:
        return ast.dump(ast.parse(code))
    except NOT_PARSED:
        return ""


def _escaped(value: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\U{ord(found[0]):08x}", value)
