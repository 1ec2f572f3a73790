"""Code for simple models with scikit-learn: a split, a fit, and the usual measures of error."""

import re

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes.code import Code, listed, quote
from agents.offline.recipes.prepare import frame_of

MODELS = {
    "linear": ("from sklearn.linear_model import LinearRegression", "LinearRegression()"),
    "logistic": ("from sklearn.linear_model import LogisticRegression", "LogisticRegression(max_iter=1000)"),
    "ridge": ("from sklearn.linear_model import Ridge", "Ridge({})"),
    "lasso": ("from sklearn.linear_model import Lasso", "Lasso({})"),
    "knn": ("from sklearn.neighbors import KNeighborsRegressor", "KNeighborsRegressor({})"),
    "knn_class": ("from sklearn.neighbors import KNeighborsClassifier", "KNeighborsClassifier({})"),
    "svm": ("from sklearn.svm import SVR", "SVR({})"),
    "svm_class": ("from sklearn.svm import SVC", "SVC({})"),
    "boosting": ("from sklearn.ensemble import GradientBoostingRegressor", "GradientBoostingRegressor({})"),
    "boosting_class": (
        "from sklearn.ensemble import GradientBoostingClassifier",
        "GradientBoostingClassifier({})",
    ),
    "bayes": ("from sklearn.naive_bayes import GaussianNB", "GaussianNB()"),
    "tree": ("from sklearn.tree import DecisionTreeRegressor", "DecisionTreeRegressor({})"),
    "tree_class": ("from sklearn.tree import DecisionTreeClassifier", "DecisionTreeClassifier({})"),
    "forest": ("from sklearn.ensemble import RandomForestRegressor", "RandomForestRegressor({})"),
    "forest_class": ("from sklearn.ensemble import RandomForestClassifier", "RandomForestClassifier({})"),
}
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
GIVEN = {
    "knn": ((r"n_neighbors\D{0,5}(\d+)", "n_neighbors"), (r"\bk\s*=\s*(\d+)", "n_neighbors")),
    "ridge": ((r"alpha\s*(?:=|of)?\s*(\d+(?:\.\d+)?)", "alpha"),),
    "lasso": ((r"alpha\s*(?:=|of)?\s*(\d+(?:\.\d+)?)", "alpha"),),
    "svm": ((r"kernel\s*=?\s*(['\"]\w+['\"])", "kernel"),),
}
DEPTH = re.compile(r"max[_ ]?depth\D{0,12}(\d+)", re.IGNORECASE)
TREES = re.compile(r"(\d+)\s+(?:trees|estimators)|n_estimators\D{0,5}(\d+)", re.IGNORECASE)


def model(intent: Intent, analysis: Analysis) -> Code:
    """Fit on a seeded split and measure on the part kept aside."""
    target = intent.column(analysis.target)
    named = analysis.method in {"logistic", "bayes"} or bool(CLASSES.search(intent.body))
    classes = analysis.method not in {"linear", "ridge", "lasso"} and (
        named or bool(target and target.type in {"text", "boolean"})
    )
    kind = analysis.method + ("_class" if classes and f"{analysis.method}_class" in MODELS else "")
    imported, made = MODELS[kind]
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
        f"model = {made.format(_options(intent.body, kind))}.fit(x_train, y_train)",
        "predicted = model.predict(x_test)",
        *([_average(intent.body)] if classes else []),
        "result = {",
        *(f"    {quote(name)}: {code}," for name, code in measured.items()),
        "}",
    ]
    if kind == "linear":
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


def _options(body: str, kind: str) -> str:
    options = [f"random_state={seed(body)}"] if kind.split("_")[0] in {"tree", "forest", "boosting"} else []
    for pattern, name in GIVEN.get(kind.split("_")[0], ()):
        if found := re.search(pattern, body, re.IGNORECASE):
            options.append(f"{name}={found[1]}")
    if depth := DEPTH.search(body):
        options.insert(0, f"max_depth={int(depth[1])}")
    trees = TREES.search(body)
    if trees and kind.startswith("forest"):
        options.insert(0, f"n_estimators={int(trees[1] or trees[2])}")
    return ", ".join(options)
