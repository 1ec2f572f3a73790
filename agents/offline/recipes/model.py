"""Code for simple models with scikit-learn: a split, a fit, and the usual measures of error."""

import re

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes.code import Code, listed, quote
from agents.offline.recipes.prepare import frame_of
from agents.offline.vocabulary.models import MODELS

METRICS = {
    "mse": "metrics.mean_squared_error(y_test, predicted)",
    "rmse": "metrics.mean_squared_error(y_test, predicted) ** 0.5",
    "mae": "metrics.mean_absolute_error(y_test, predicted)",
    "r2": "metrics.r2_score(y_test, predicted)",
    "correlation of predicted and actual": "float(np.corrcoef(y_test, predicted)[0, 1])",
}
SCORES = {
    "accuracy": "metrics.accuracy_score(y_test, predicted)",
    "precision": "metrics.precision_score(y_test, predicted, average=average, zero_division=0)",
    "recall": "metrics.recall_score(y_test, predicted, average=average, zero_division=0)",
    "f1": "metrics.f1_score(y_test, predicted, average=average)",
}
CLASSES = re.compile(r"classif|Classifier\b|\bSVC\b|\baccuracy\b", re.IGNORECASE)
AVERAGE = re.compile(r"\b(macro|micro|weighted)\b", re.IGNORECASE)
TEST_SHARE = (
    re.compile(
        (
            r"(\d{1,2})\s*(?:%|percent)\s*(?:of (?:the )?(?:data|dataset)\s*)?(?:used\s*)?(?:for\s+|as\s+"
            r"|to\s+)?(?:the\s+|a\s+)?(?:test|validat)"
        ),
        re.IGNORECASE,
    ),
    re.compile(
        r"test(?:ing)?(?:[ _](?:size|set|data|share|part))*\s*(?:of|=|is|:|should be)?\s*\(?"
        r"(0?\.\d+|\d{1,2}\s*(?:%|percent))",
        re.IGNORECASE,
    ),
    re.compile(r"\b\d{2}[-/:](\d{2})\b"),
    re.compile(r"\bh[oe]ld\w*[ -]?(?:out|back|aside)?\D{0,12}(\d{1,2})\s*(?:%|percent)", re.IGNORECASE),
)
UNSPLIT = re.compile(
    r"\b(?:not|no|without|don't)\b[^.]{0,20}\bsplit|\bno test set|\b(?:fit|train"
    r"|us)\w*\b[^.]{0,30}\ball (?:the )?(?:rows|data|years|records|observations)",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"\btest|\bsplit|\bh[oe]ld|validat|unseen|random[ _]?state|\bseed|train(?:ing)?[ _-](?:set|data)|\d\s*%",
    re.IGNORECASE,
)
SEED = re.compile(r"(?:random[ _]?(?:state|seed)|seed)\D{0,25}?(\d+)", re.IGNORECASE)
TRAIN = re.compile(
    r"(\d{1,2})\s*%\s*(?:of (?:the )?(?:data|dataset)\s*)?(?:used\s*)?(?:for\s+|as\s+)?(?:the\s+|a\s+)?train",
    re.IGNORECASE,
)
PREDICTED_AT = re.compile(
    r"\b(?:predict\w*|extrapolat\w*|forecast\w*|estimat\w*)\b[^.;\n]{0,60}?\b(?:for|to|in|at|of|is|=)\s+(?:the\s+)?(?:year\s+|value\s+)?(-?\d[\d,]*(?:\.\d+)?)\b(?!\s*%)",
    re.IGNORECASE,
)
STRATIFIED = re.compile(r"\bstratif", re.IGNORECASE)
SEEDED = frozenset({"tree", "forest", "boosting"})
OPTIONS = (
    ("n_estimators", {"forest", "boosting"}, r"(\d+)\s+(?:trees|estimators)|n_estimators\D{0,5}(\d+)"),
    ("max_depth", SEEDED, r"max[_ ]?depth\D{0,12}(\d+)"),
    ("n_neighbors", {"knn"}, r"n_neighbors\D{0,5}(\d+)|\bk\s*=\s*(\d+)"),
    ("alpha", {"ridge", "lasso"}, r"alpha\s*(?:=|of)?\s*(\d+(?:\.\d+)?)"),
    ("kernel", {"svm"}, r"kernel\s*=?\s*(['\"]\w+['\"])"),
)
"""Arguments of a model that a question may give, the models that have them, and how they are said."""


def model(intent: Intent, analysis: Analysis) -> Code:
    """Fit on a seeded split and measure on the part kept aside."""
    target = intent.column(analysis.target)
    kind = MODELS[analysis.method]
    named = not kind.regressor or bool(CLASSES.search(intent.body))
    classes = bool(kind.classifier) and (named or bool(target and target.type in {"text", "boolean"}))
    made = kind.classifier if classes else kind.regressor
    imported = f"from sklearn.{kind.module} import {made}"
    names = (*analysis.columns, analysis.target)
    measured = SCORES if classes else METRICS
    scaled = bool(re.search(r"standardi[sz]|standardscaler", intent.body, re.IGNORECASE)) and not any(
        c.kind == "zscore" for c in intent.changes
    )
    lines = [
        f"used = {frame_of(intent)}[{listed(names)}].dropna()",
        f"features = pd.get_dummies(used[{listed(analysis.columns)}], drop_first=True, dtype=float)",
        _split(intent, analysis),
        "x_train, x_test, y_train, y_test = split",
        *(
            (
                "scaler = StandardScaler().fit(x_train)",
                "x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)",
            )
            if scaled
            else ()
        ),
        f"model = {made}({_options(intent.body, analysis.method)}).fit(x_train, y_train)",
        "predicted = model.predict(x_test)",
        *([_average(intent.body)] if classes else []),
        "result = {",
        *(f"    {quote(name)}: {code}," for name, code in measured.items()),
        "}",
    ]
    if analysis.method == "linear":
        lines.append(
            'result.update({f"coefficient {name}": float(c) for name, c in '
            "zip(features.columns, model.coef_)})"
        )
        lines.append('result["intercept"] = float(model.intercept_)')
        lines += ['result["slope"] = float(model.coef_[0])'] if len(analysis.columns) == 1 else []
    at = PREDICTED_AT.search(intent.body) if len(analysis.columns) == 1 and not classes else None
    if at:
        value = at[1].replace(",", "")
        lines.append(f'result["prediction"] = float(model.predict(features.iloc[:1] * 0 + {value})[0])')
    return Code(f"Predict {analysis.target}", tuple(lines), _imports(imported, scaled))


def _average(body: str) -> str:
    """How precision and recall of several classes are averaged; of 0 and 1 they are those of 1."""
    said = AVERAGE.search(body)
    if said:
        return f"average = {quote(said[1].casefold())}"
    return 'average = "binary" if set(np.unique(y_test)) <= {0, 1} else "weighted"'


def _split(intent: Intent, analysis: Analysis) -> str:
    """A seeded split, or all rows for both where the question wants none."""
    target = f"used[{quote(analysis.target)}]"
    if is_whole(intent.body):
        return f"split = (features, features, {target}, {target})"
    given = f"test_size={test_share(intent.body):g}, random_state={seed(intent.body)}"
    given += f", stratify={target}" if STRATIFIED.search(intent.body) else ""
    return f"split = train_test_split(features, {target}, {given})"


def is_whole(body: str) -> bool:
    """Whether a model is fitted to all rows: where that is said, and where no split is spoken of."""
    return bool(UNSPLIT.search(body)) or not SPLIT.search(body)


def _imports(model: str, scaled: bool) -> tuple[str, ...]:
    scaler = ("from sklearn.preprocessing import StandardScaler",) if scaled else ()
    return (
        "import numpy as np",
        "import pandas as pd",
        model,
        "from sklearn import metrics",
        "from sklearn.model_selection import train_test_split",
        *scaler,
    )


def test_share(body: str) -> float:
    """The share kept aside for testing; a fifth where the question does not say."""
    for pattern in TEST_SHARE:
        if found := pattern.search(body):
            number = float(found[1].rstrip("% percnt"))
            return number / 100 if number >= 1 else number
    train = TRAIN.search(body)
    return 1 - float(train[1]) / 100 if train else 0.2


def seed(body: str) -> int:
    """The seed of the split: the one given, else the customary 42."""
    found = SEED.search(body)
    return int(found[1]) if found else 42


def _options(body: str, method: str) -> str:
    """The arguments that the question gives, and the seed where a model is drawn at random."""
    given = [
        f"{name}={next(g for g in found.groups() if g)}"
        for name, models, pattern in OPTIONS
        if method in models and (found := re.search(pattern, body, re.IGNORECASE))
    ]
    given += ["max_iter=1000"] if method == "logistic" else []
    return ", ".join([*given, f"random_state={seed(body)}"] if method in SEEDED else given)
