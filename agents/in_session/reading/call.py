"""The Python expression that reads a table, built up from parts and tried out."""

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


class Code(str):
    """Text that is Python already and is not quoted."""

    __slots__ = ()


@dataclass
class Call:
    """A call of a pandas reader and the methods that follow it."""

    function: str
    source: str
    """The path, or Python that opens the file where it is `Code`."""
    arguments: dict[str, Any] = field(default_factory=dict)
    methods: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        given = "".join(f", {name}={literal(value)}" for name, value in self.arguments.items())
        return f"pd.{self.function}({literal(self.source)}{given})" + "".join(self.methods)

    def run(self) -> pd.DataFrame:
        """Read the table, without the warnings that pandas has for it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Our own expression: what files put into it is quoted by `literal`.
            return eval(str(self), {"pd": pd})  # noqa: S307


def literal(value: Any) -> str:
    """Write a value as Python, with double quotes and in any script."""
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value.__name__ if isinstance(value, type) else repr(value)


def assigned(groups: Mapping[str, list[str]]) -> list[str]:
    """Return a method for each expression that makes columns anew, where `c` is the name of each."""
    return [
        f".pipe(lambda t: t.assign(**{{c: {expression} for c in {literal(names)}}}))"
        for expression, names in groups.items()
    ]


def places(numbers: tuple[int, ...] | list[int]) -> Any:
    """Write consecutive numbers as a range and others as a list."""
    numbers = list(numbers)
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return Code(f"range({numbers[0]}, {numbers[-1] + 1})" if numbers[0] else f"range({numbers[-1] + 1})")
    return numbers


def unlike(names: list[str]) -> list[str]:
    """Number names that come twice as pandas does, which refuses them where they are given."""
    found: list[str] = []
    for place, name in enumerate(names):
        own, number = name.strip() or f"Unnamed: {place}", 0
        while own in found:
            number += 1
            own = f"{name}.{number}"
        found.append(own)
    return found


def names_of(names: list[str]) -> Any:
    """Write many numbered names as a comprehension."""
    if len(names) > 8 and names == [f"column_{number}" for number in range(1, len(names) + 1)]:
        return Code(f'[f"column_{{number}}" for number in range(1, {len(names) + 1})]')
    return names


def _quoted(text: str) -> str:
    if "\\" in text and '"' not in text and text.isprintable() and not text.endswith("\\"):
        return f'r"{text}"'
    return json.dumps(text, ensure_ascii=not text.isprintable())
