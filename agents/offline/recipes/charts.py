"""The matplotlib lines of the chart that suits an analysis."""

from agents.offline.recipes.code import column, quote, text

IMPORT = "import matplotlib.pyplot as plt"


def labels(title: str, x: str, y: str) -> list[str]:
    """Title and axes, and the end of the figure."""
    return [
        f"axes.set_title({text(title)})",
        f"axes.set_xlabel({text(x)})",
        f"axes.set_ylabel({text(y)})",
        "plt.tight_layout()",
        "plt.show()",
    ]


def _drawn(source: str, *lines: str) -> list[str]:
    """The lines of a chart, run where there is something to draw."""
    return ["", f"if len({source}):", *(f"    {line}" for line in lines), ""]


def bars(title: str, x: str, y: str, source: str) -> list[str]:
    """Bars of the first twenty rows of a table or series, the first at the top: long names stay readable."""
    call = f"axes = {source}.head(20)[::-1].plot.barh(figsize=(8, 4.5), legend=False)"
    return _drawn(source, call, *labels(title, y, x))


def line(title: str, x: str, y: str, source: str) -> list[str]:
    """A line over time."""
    call = f'axes = {source}.plot(figsize=(8, 4.5), marker="o")'
    return _drawn(source, call, *labels(title, x, y))


def histogram(title: str, x: str, source: str) -> list[str]:
    """A histogram of one column."""
    call = f"axes = {source}.plot.hist(bins=30, figsize=(8, 4.5))"
    return _drawn(source, call, *labels(title, x, "rows"))


def scatter(title: str, frame: str, x: str, y: str, units: tuple[str, str]) -> list[str]:
    """A scatter of two columns."""
    call = f"axes = {frame}.plot.scatter(x={quote(x)}, y={quote(y)}, figsize=(8, 4.5), alpha=0.5)"
    return ["", call, *labels(title, *units)]


def boxes(title: str, frame: str, measure: str, by: str, y: str) -> list[str]:
    """A box for each group."""
    call = f"axes = {frame}.boxplot(column={quote(measure)}, by={quote(by)}, figsize=(8, 4.5))"
    return _drawn(frame, call, 'plt.suptitle("")', *labels(title, by, y))


def box(title: str, frame: str, measure: str, y: str) -> list[str]:
    """One box, in which outliers show."""
    call = f"axes = {column(frame, measure)}.plot.box(figsize=(5, 4.5))"
    return _drawn(frame, call, *labels(title, "", y))
