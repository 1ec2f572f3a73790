"""Which statistic a number is: mean, median or standard deviation, by its label or by the code."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from agents.errors import NOT_PARSED
from agents.values import Profile

DOMAIN = -1
"""The domain of the statistics, beside those of the columns: what is told as one of them is no other."""

SPELLINGS = {
    "mean": "mean|average|averages|averaged|averaging|avg|Mittelwert|Durchschnitt|durchschnittlich|moyenne|"
    "moyen|promedio|平均|均值|평균",
    "median": "median|médiane|mediana|中央値|中位数|중앙값|중위수",
    "standard deviation": "std|SD|standard deviation|std dev|Standardabweichung|écart-type|"
    "desviación estándar|標準偏差|标准差|표준편차",
}
"""Each statistic, and the words that tell of it."""

EXTREMES = -3
"""The domain of what lies where in a column: its ends and its quartiles."""

PLACES = {
    "minimum": "min|minimum|lowest|smallest|niedrigste|kleinste|最小値|最低値|최솟값",
    "maximum": "max|maximum|highest|largest|höchste|größte|最大値|最高値|최댓값",
    "lower quartile": "lower quartile|first quartile|unteres Quartil|premier quartile",
    "upper quartile": "upper quartile|third quartile|oberes Quartil|troisième quartile",
}
ROWS = {"25%": "lower quartile", "50%": "median", "75%": "upper quartile"}
"""Labels that `describe()` gives to them."""

_OF_PARTS = re.compile(r"quartil|percentil|quantil|perzentil|四分位|パーセンタイル", re.IGNORECASE)

_SPREAD = re.compile(
    r"(?<!standard )\bdeviat|\bspread|\bscatter|\bdispers|\bvary\b|\bvari(?:es|ed|ation|ability)|"
    r"\bstreu|\bweich|\bdévi|\bdesvía|ばらつ|散らば",
    re.IGNORECASE,
)
LONGEST_CHAIN = 50
_STATISTICS = {"mean": "mean", "median": "median", "std": "standard deviation"} | {
    "nanmean": "mean",
    "average": "mean",
    "nanmedian": "median",
    "nanstd": "standard deviation",
}
_AGGREGATES = {"agg", "aggregate"}
_OTHER_AGGREGATES = {"sum", "count", "size", "min", "max", "nunique", "first", "last", "var"}
_KEEPS = (
    {"groupby", "resample", "rolling", "set_index", "reset_index", "rename", "astype", "dropna", "copy"}
    | {"sort_values", "sort_index", "head", "tail", "nlargest", "nsmallest", "max", "min", "round", "item"}
    | {"to_frame", "to_string", "to_dict", "to_list", "tolist", "unstack", "stack", "squeeze", "float"}
)
"""Calls after which a statistic is still what it was."""


def is_told_apart(profile: Profile, spellings: Mapping[str, str] = SPELLINGS) -> bool:
    """Whether no column or category has a word such as `mean` in its name."""
    columns = [column for table in profile.tables for column in table.columns]
    names = "\n".join(text for column in columns for text in (column.name, *column.examples)).casefold()
    latin = set(re.findall(r"[^\W\d_]+", names))
    words = "|".join(spellings.values()).casefold().split("|")
    return not any(word in latin or (word in names and not word.isascii()) for word in words)


def is_of_spread(name: str, sentence: str) -> bool:
    """Whether a mean is one of deviations: who says so may mean the standard deviation."""
    return name == "mean" and _SPREAD.search(sentence) is not None


def is_of_parts(name: str, sentence: str) -> bool:
    """Whether a highest or lowest value is one of quartiles or percentiles, which lie elsewhere."""
    return name in ("minimum", "maximum") and _OF_PARTS.search(sentence) is not None


def of_code(code: str) -> frozenset[str]:
    """The statistics that the one thing is made with which a cell shows; empty where that is not plain."""
    try:
        tree = ast.parse(code)
    except NOT_PARSED:
        return frozenset()
    shown = list(_shown(tree))
    return frozenset(_statistics(shown[0], _assigned(tree))) if len(shown) == 1 else frozenset()


def _shown(tree: ast.Module) -> Iterator[ast.expr]:
    """What is printed, and the last expression, which a session shows."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    prints = [call for call in calls if _name(call.func) == "print"]
    yield from (shown for call in prints for shown in call.args)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and last.value not in prints:
        yield last.value


def _assigned(tree: ast.Module) -> Mapping[str, ast.expr]:
    """What each name was given, of those that were given something once only."""
    nodes = list(ast.walk(tree))
    times = Counter(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    given = {_name(node.targets[0]): node.value for node in nodes if isinstance(node, ast.Assign)}
    return {name: value for name, value in given.items() if times[name] == 1}


def _statistics(shown: ast.expr, assigned: Mapping[str, ast.expr]) -> Iterator[str]:
    """Those along `table.groupby(…).column.mean().max()`, from its end to where it is no longer plain."""
    node: ast.expr | None = shown
    for _ in range(LONGEST_CHAIN):
        if isinstance(node, ast.Call):
            if statistic := _computed(node):
                yield statistic
            elif _name(node.func) not in _KEEPS:
                return
            node = _called_on(node)
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        else:
            node = assigned.get(_name(node)) if node else None


def _computed(call: ast.Call) -> str | None:
    """The statistic that a call computes, also `agg("mean")`."""
    name = _name(call.func)
    if name not in _AGGREGATES:
        return _STATISTICS.get(name)
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    nodes = [node for one in given for node in ast.walk(one)]
    named = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    named &= _STATISTICS.keys() | _OTHER_AGGREGATES
    is_plain = len(named) == 1 and not any(isinstance(node, (ast.Lambda, ast.Name)) for node in nodes)
    return _STATISTICS.get(named.pop()) if is_plain else None


def _called_on(call: ast.Call) -> ast.expr | None:
    """What a method is called on, or a function is given: `np.mean(x)`, `round(x, 2)`."""
    method = isinstance(call.func, ast.Attribute) and _name(call.func.value) not in {"np", "numpy"}
    if method and isinstance(call.func, ast.Attribute):
        return call.func.value
    return call.args[0] if call.args else None


def _name(node: ast.AST | None) -> str:
    """The name that a node is, or that of its attribute; else an empty one."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
