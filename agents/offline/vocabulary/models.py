"""Models: how each is named, and its classes in scikit-learn."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of model; its class for numbers or for categories is empty where there is none."""

    named: str
    module: str
    regressor: str
    classifier: str = ""


MODELS: dict[str, Model] = {
    "logistic": Model(r"logistic", "linear_model", "", "LogisticRegression"),
    "tree": Model(r"decision ?tree", "tree", "DecisionTreeRegressor", "DecisionTreeClassifier"),
    "forest": Model(r"random ?forest", "ensemble", "RandomForestRegressor", "RandomForestClassifier"),
    "knn": Model(
        r"k-?nearest|\bknn\b|kneighbors", "neighbors", "KNeighborsRegressor", "KNeighborsClassifier"
    ),
    "svm": Model(r"support vector|\bsv[mcr]\b", "svm", "SVR", "SVC"),
    "ridge": Model(r"\bridge\b", "linear_model", "Ridge"),
    "lasso": Model(r"\blasso\b", "linear_model", "Lasso"),
    "boosting": Model(
        r"gradient ?boost", "ensemble", "GradientBoostingRegressor", "GradientBoostingClassifier"
    ),
    "bayes": Model(r"naive ?bayes|gaussiannb", "naive_bayes", "", "GaussianNB"),
    "linear": Model(r"linear ?regress|least squares|\bols\b", "linear_model", "LinearRegression"),
}


def models_in(text: str) -> list[str]:
    """The models that `text` names, in the order of the table."""
    return [name for name, model in MODELS.items() if re.search(model.named, text, re.IGNORECASE)]
