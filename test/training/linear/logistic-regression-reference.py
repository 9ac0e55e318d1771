"""Expected values of logistic regression on models/data/bank-marketing.csv, by scikit-learn.

Run from the root of the repository: python3 test/training/linear/logistic-regression-reference.py
It writes test/training/linear/logistic-regression-reference.json, which `npx biome check --write test/training` then formats. Needs numpy, pandas, scipy and scikit-learn.
"""

import hashlib
import json

import numpy as np
import pandas as pd
import scipy
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

NUMERIC = ["age", "balance", "day", "campaign", "pdays", "previous"]
CATEGORICAL = ["job", "marital", "education", "default", "housing", "loan", "contact", "month", "poutcome"]
MISSING = {"job", "education", "contact", "poutcome"}
CASES = [
    {"name": "subscribed", "target": "y", "positive": "yes", "balanced": False, "C": 1.0, "rows": 45210},
    {"name": "subscribed, balanced, C 0.01", "target": "y", "positive": "yes", "balanced": True, "C": 0.01, "rows": 10000},
    {"name": "marital status", "target": "marital", "positive": None, "balanced": False, "C": 1.0, "rows": 5000},
    {"name": "marital status, balanced", "target": "marital", "positive": None, "balanced": True, "C": 0.1, "rows": 5000},
    {"name": "subscribed, elastic net", "target": "y", "positive": "yes", "balanced": False, "C": 0.2, "rows": 10000, "l1Ratio": 0.5},
    {"name": "marital status, lasso", "target": "marital", "positive": None, "balanced": False, "C": 0.1, "rows": 5000, "l1Ratio": 1.0},
]


def part_of(identifier):
    digest = hashlib.sha256(f"ratchet.split/1:{identifier}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return "holdout" if share < 0.2 else "validation" if share < 0.36 else "train"


def prepare(frame, train, numeric, categorical):
    """One-hot levels with at least max(2, 0.1 % of the rows) in training, then `other`, then missing; numbers standardised."""
    columns = []
    for name in numeric:
        values = frame[name].astype(float)
        columns.append((values - values[train].mean()) / (values[train].std(ddof=0) or 1))
    for name in categorical:
        values = frame[name].where(~((frame[name] == "unknown") & (name in MISSING)))
        counts = values[train].value_counts()
        levels = sorted(counts.index[counts >= max(2, int(np.ceil(train.sum() / 1000)))])
        columns.extend(values == level for level in levels)
        if len(levels) < len(counts):
            columns.append(values.notna() & ~values.isin(levels))
        if values[train].isna().any():
            columns.append(values.isna())
    return np.column_stack([column.astype(float) for column in columns])


def objective(model, x, y, weights, c, ratio):
    losses = -np.log(model.predict_proba(x)[np.arange(len(y)), y])
    penalty = ratio * np.abs(model.coef_).sum() + (1 - ratio) / 2 * (model.coef_**2).sum()
    return float((losses * weights).sum() + penalty / c)


def fit(frame, case):
    target, positive, c = case["target"], case["positive"], case["C"]
    frame = frame.head(case["rows"])
    numeric = NUMERIC
    categorical = [name for name in CATEGORICAL if name != target]
    part = np.array([part_of(identifier) for identifier in frame.index])
    train, holdout = part == "train", part == "holdout"
    classes = ["no", "yes"] if positive else sorted(frame[target].unique())
    y = frame[target].map({label: index for index, label in enumerate(classes)}).to_numpy()
    x = prepare(frame, train, numeric, categorical)
    counts = np.bincount(y[train])
    weights = (train.sum() / (len(classes) * counts))[y[train]] if case["balanced"] else np.ones(train.sum())

    settings = {"C": c, "class_weight": "balanced" if case["balanced"] else None}
    settings["multi_class"] = "auto" if positive else "multinomial"
    ratio = case.get("l1Ratio", 0)
    if ratio > 0:
        settings.update(penalty="elasticnet", l1_ratio=ratio, solver="saga", random_state=0)
        usual = LogisticRegression(**settings, max_iter=200).fit(x[train], y[train])
        exact = LogisticRegression(**settings, tol=1e-8, max_iter=20000).fit(x[train], y[train])
    else:
        usual = LogisticRegression(**settings, max_iter=200).fit(x[train], y[train])
        # Newton's method ends where rounding does, so its objective is the minimum
        exact = LogisticRegression(**settings, solver="newton-cg", tol=1e-12, max_iter=500).fit(x[train], y[train])

    scores = exact.predict_proba(x[holdout])
    score = scores[:, 1] if positive else scores
    auc = roc_auc_score(y[holdout], score) if positive else roc_auc_score(y[holdout], score, multi_class="ovr")
    return {
        **case,
        "classes": classes,
        "features": {"numeric": numeric, "categorical": categorical},
        "trainingRows": int(train.sum()),
        "holdoutRows": int(holdout.sum()),
        "columns": x.shape[1],
        "l1Ratio": ratio,
        "minimum": objective(exact, x[train], y[train], weights, c, ratio),
        "usualObjective": objective(usual, x[train], y[train], weights, c, ratio),
        "usualIterations": int(usual.n_iter_[0]),
        "zeroWeights": int((exact.coef_ == 0).sum()),
        "holdoutAuc": float(auc),
        "holdoutLogLoss": float(log_loss(y[holdout], scores, labels=range(len(classes)))),
        "firstHoldoutScores": scores[:10].tolist(),
    }


def main():
    frame = pd.read_csv("models/data/bank-marketing.csv", keep_default_na=False)
    frame.index = [f"bank-{row}" for row in range(len(frame))]
    reference = {
        "_source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, scipy {scipy.__version__}",
        "cases": [fit(frame, case) for case in CASES],
    }
    with open("test/training/linear/logistic-regression-reference.json", "w") as file:
        json.dump(reference, file, indent=2)
        file.write("\n")


main()
