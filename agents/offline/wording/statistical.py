"""Sentences for relations, tests, normality, outliers and models."""

from agents.offline.outcomes import Outcome
from agents.offline.recipes.model import is_whole
from agents.offline.templates.verdicts import positive
from agents.offline.vocabulary.significance import VARIANCES
from agents.offline.wording.labels import label_of, number_of
from agents.offline.wording.phrases import verdict
from agents.offline.wording.writer import Writer

METHODS = {"pearson": "Pearson", "spearman": "Spearman", "kendall": "Kendall"}
ERRORS = ("rmse", "mae", "r2", "accuracy", "f1")


def correlation(writer: Writer, outcome: Outcome) -> None:
    """Strength, direction and significance of a pair, or the strongest of many."""
    cell = outcome.cell.id
    if outcome.rows and outcome.keys == 2:
        a, b, r = outcome.rows[0][:3]
        writer.say(writer.phrase("strongest", a=a, b=b, r=writer.number(f"r of {a} and {b}", r, cell)))
    if outcome.rows:
        writer.table(outcome)
    found = outcome.values
    for label in [name for name in found if name == "r" or name.startswith("r ")][:6]:
        tail = label[1:]
        a, b = outcome.analysis.columns[:2] if not tail else _pair(outcome, tail.strip())
        r = found[label]
        pair = f"{a} and {b}"
        parts = {
            name: writer.number(f"{name} of {pair}", found.get(name + tail), cell) for name in ("r", "p")
        }
        parts["n"] = writer.count("rows", found.get("n" + tail), cell)
        said = verdict(strength(number_of(r)), writer.intent.language)
        writer.say(
            writer.phrase(
                "r", a=a, b=b, verdict=said, method=METHODS.get(outcome.analysis.method, "Pearson"), **parts
            )
        )


def _pair(outcome: Outcome, tail: str) -> tuple[str, str]:
    names = outcome.analysis.columns
    return next(((a, b) for a in names for b in names if f"{a} {b}" == tail), (tail, ""))


def strength(r: float) -> str:
    """The customary words for a coefficient."""
    size = "strong" if abs(r) >= 0.7 else "moderate" if abs(r) >= 0.3 else "weak"
    return f"{size} {'negative' if r < 0 else 'positive'}"


def normality(writer: Writer, outcome: Outcome) -> None:
    """Whether a column looks normal, and its moments."""
    for column in outcome.analysis.columns:
        tail = "" if len(outcome.analysis.columns) == 1 else f" {column}"
        p = outcome.values.get(f"p{tail}")
        word = "normal" if positive({"p": number_of(p)}, "normality") else "not normal"
        shown = writer.number(f"p-value for {column}", p, outcome.cell.id)
        writer.say(
            writer.phrase("normal", column=column, verdict=verdict(word, writer.intent.language), p=shown)
        )


def test(writer: Writer, outcome: Outcome) -> None:
    """Whether the groups differ, and their means."""
    p = outcome.values.get("p")
    word = "significant" if positive({"p": number_of(p)}, "test") else "not significant"
    writer.say(
        writer.phrase(
            "variances" if outcome.analysis.method in VARIANCES else "test",
            verdict=verdict(word, writer.intent.language),
            p=writer.number("p-value", p, outcome.cell.id),
        )
    )
    measure = outcome.analysis.columns[0] if outcome.analysis.columns else ""
    start = f"{'var' if outcome.analysis.method in VARIANCES else 'mean'} {measure} "
    means = {label.removeprefix(start): v for label, v in outcome.values.items() if label.startswith(start)}
    cell, unit = outcome.cell.id, "" if outcome.analysis.method in VARIANCES else writer.unit(measure)
    parts = [
        f"{name} {writer.number(start + name, mean, cell, unit)}" for name, mean in list(means.items())[:8]
    ]
    if parts:
        writer.say(writer.phrase("values", column=label_of(writer, start.strip()), values=", ".join(parts)))


def outliers(writer: Writer, outcome: Outcome) -> None:
    """The number of outliers of each column, and the bounds of a single one."""
    for column in outcome.analysis.columns:
        _outliers_of(writer, outcome, column)


def _outliers_of(writer: Writer, outcome: Outcome, column: str) -> None:
    cell, found = outcome.cell.id, outcome.values
    share = writer.number(f"% outliers of {column}", found.get(f"percentage outliers {column}"), cell, "%")
    value = writer.count("outliers", found.get(f"count outliers {column}"), cell)
    said = [writer.phrase("outliers", column=column, value=value, share=share)]
    if f"lower bound {column}" in found and len(outcome.analysis.columns) == 1:
        low, high = (
            writer.number(f"{side} bound", found.get(f"{side} bound {column}"), cell, writer.unit(column))
            for side in ("lower", "upper")
        )
        said.append(writer.phrase("bounds", low=low, high=high))
    writer.say(" ".join(said))


def model(writer: Writer, outcome: Outcome) -> None:
    """The errors of a model on the part kept aside."""
    shown = [
        f"{name.upper()} = {writer.number(name, outcome.values[name], outcome.cell.id)}"
        for name in ERRORS
        if name in outcome.values
    ]
    key = "whole_model" if is_whole(writer.intent.body) else "model"
    writer.say(writer.phrase(key, column=outcome.analysis.target, metrics=", ".join(shown)))
