"""No-rows mode against random code: what is shown of a number is an aggregate of enough rows, or nothing."""

import csv
import itertools
import json
import random
import re
import statistics

import pytest
from attacking_code import CITIES, HEAD, NAMES, attack, table

from agents.in_session.redacting.words import FREE_WORDS, VOCABULARY
from agents.no_rows.redaction import LEAST_ROWS, Redactor
from agents.no_rows.restoring import PLACEHOLDER
from agents.values import Profile, SourceFile, Table

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

SNIPPETS = 200
READ = "pd.read_csv('/mnt/data/staff.csv').drop(columns='secret')"
RUN = """
import ast, contextlib, io, json, traceback
import numpy as np, pandas as pd
def _put_out(code):
    out, value, scope = io.StringIO(), "", {"staff": %s, "pd": pd, "np": np}
    lines = ast.parse(code).body
    last = lines.pop() if isinstance(lines[-1], ast.Expr) else None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            exec(compile(ast.Module(lines, []), "cell", "exec"), scope)
            value = repr(eval(compile(ast.Expression(last.value), "cell", "eval"), scope)) if last else ""
        except Exception:
            traceback.print_exc()
    return out.getvalue() + value
print(json.dumps([_put_out(code) for code in json.loads(%r)]))
"""


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_digit_and_no_word_is_shown_whatever_code_does_to_them(interpreter, sessions, store, seed):
    chance, content = random.Random(seed), table(seed)
    codes = [attack(chance) for _ in range(SNIPPETS)]
    await interpreter.upload("staff.csv", content.encode())
    said = json.loads((await interpreter.run(RUN % (READ, json.dumps(codes)))).stdout)
    source = SourceFile(name="staff.csv", digest=await store.put(content.encode()), size=len(content))
    profile = Profile(tables=(Table(file="staff.csv", table="staff", rows=64, columns=(), read=READ),))
    shown = []
    for code, text in zip(codes, said, strict=True):
        redactor = Redactor(sessions("cells"), store, [source], profile, code=code)
        shown += await redactor.redact([text], "output")
    rows = list(csv.DictReader(content.splitlines()))
    found = [
        (code, leak) for code, text in zip(codes, shown, strict=True) for leak in leaks(code, text, rows)
    ]
    assert found == []
    told = [next(leaks(code, text, rows), "") for code, text in zip(codes, said, strict=True)]
    assert sum(map(bool, told)) > SNIPPETS * 3 / 4  # of what the code had put out
    assert sum("mean" in text for text in shown) > 5


def leaks(code, text, rows):
    """Numbers that are no aggregate of enough rows, words that are not the code's nor of messages, names."""
    text = PLACEHOLDER.sub(" ", text)
    known = VOCABULARY | FREE_WORDS | set(re.findall(r"[^\W_]{2,}", f"{code} {HEAD}".casefold()))
    words = re.findall(r"[^\W\d_][^\W_]*|\d+[^\W\d_][^\W_]*", re.sub(r"\d(?:\.\d+)?e[+-]\d+", "", text))
    yield from (word for word in words if word.casefold() not in known)
    allowed = list(aggregates(rows, set(re.findall(r"[<>]=? (\d+)", code))))
    numbers = re.sub(r"(?<!\d)[^\W\d_]\w*|0x\w*", " ", text)  # `float64` and what else the code has said
    numbers = re.sub(r"(?<=\d)[_,](?=\d{3})", "", numbers)
    yield from (one for one in re.findall(r"\d+(?:\.\d+)?(?:e[+-]\d+)?", numbers) if not is_one(one, allowed))
    yield from names_in(text)


def names_in(text):
    letters = re.sub(r"[^a-z]", "", text.casefold())
    for name in map(str.casefold, (*NAMES, *CITIES)):
        for word, at in itertools.product((name, name[::-1]), range(len(name) - 3)):
            if word[at : at + 4] in letters:
                yield word[at : at + 4]


def aggregates(rows, limits):
    """Counts, shares, and what else is asked for of salaries, made without what is tested."""
    groups = {}
    for row, keys in itertools.product(rows, ((), ("city",), ("team",), ("city", "team"))):
        groups.setdefault(tuple((key, row[key]) for key in keys), []).append(row)
    for row, limit in itertools.product(rows, limits):
        groups.setdefault((limit, float(row["salary"]) < float(limit)), []).append(row)
    for group in groups.values():
        if len(group) >= LEAST_ROWS:
            salaries = [float(row["salary"]) for row in group]
            yield from (len(group), len(group) / len(rows) * 100, sum(salaries))
            yield from (statistics.mean(salaries), statistics.median(salaries))


def is_one(number, allowed):
    digits = number.partition("e")[0].partition(".")[2].rstrip("0")
    unit = float(f"1e{int(number.partition('e')[2] or 0) - len(digits)}")
    return any(abs(float(number) - one) <= max(unit / 2, 1e-9 * one) * 1.001 for one in allowed)
