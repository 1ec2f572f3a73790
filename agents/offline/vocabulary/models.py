"""Models: how each is named, and its classes in scikit-learn."""

import re
from dataclasses import dataclass

from agents.offline.vocabulary.patterns import any_of


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of model; its class for numbers or for categories is empty where there is none."""

    named: str
    module: str
    regressor: str
    classifier: str = ""


MODELS: dict[str, Model] = {
    "logistic": Model(
        r"logistic(?= ?(?:regress|model|classif))|\blogit\b", "linear_model", "", "LogisticRegression"
    ),
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
    "linear": Model(
        r"linear ?regress|(?:ordinary )?least[- ]squares|\bols\b", "linear_model", "LinearRegression"
    ),
}
OTHER_METHODS = any_of(
    r"neural net(?:work)?s?|deep learning|perceptrons?|mlp|lstm|transformers?|lightgbm|xgboost|catboost"
    r"|adaboost|k-?means|(?:hierarchical |k-?)?cluster(?:ing|s)?|dbscan|principal components?|pca"
    r"|factor analysis|t-?sne|umap|polynomial|poisson|probit|elastic ?net|quantile regression|bayesian"
    r"|mixed effects?|survival analysis|cox|arima|prophet|exponential smoothing|isolation forest"
    r"|local outlier factor|mahalanobis|grubbs|dixon|permutation test|bootstrap\w*|cross-?validat\w*"
    r"|tukey(?:'s)? (?:hsd|test)|mcnemar\w*|friedman|dickey-fuller|granger|one-?(?:sided|tailed)"
)
"""Methods that questions name and that are not here: nothing else stands for them."""


def models_in(text: str) -> list[str]:
    """The models that `text` names, in the order of the table."""
    return [name for name, model in MODELS.items() if re.search(model.named, text, re.IGNORECASE)]
