"""What a random forest of scikit-learn makes of models/data/bank-marketing.csv, without the column `duration`.

Run from the root of the repository: python3 test/training/trees/random-forest-reference.py
It writes test/training/trees/random-forest-reference.json, which `npx biome check --write test/training` then formats.
Needs numpy, pandas and scikit-learn.
"""

import json

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import log_loss, roc_auc_score

TARGETS = [{"target": "y", "classes": ["no", "yes"]}, {"target": "marital", "classes": ["divorced", "married", "single"]}]
TREES = 50
SEEDS = 5


def codes(column):
    """Numbers as they are; texts by the place of their level in order, -1 for `unknown`."""
    if column.dtype != object:
        return column
    levels = sorted(set(column) - {"unknown"})
    return column.map({level: place for place, level in enumerate(levels)}).fillna(-1)


def fit(frame, target, classes):
    y = frame[target].map({label: place for place, label in enumerate(classes)}).to_numpy()
    x = np.column_stack([codes(frame[name]) for name in frame.columns if name not in (target, "duration")]).astype("f4")
    holdout = np.arange(len(y)) % 3 == 0
    aucs, losses = [], []
    for seed in range(SEEDS):
        forest = RandomForestClassifier(TREES, max_depth=16, min_samples_leaf=5, max_features="sqrt", random_state=seed)
        scores = forest.fit(x[~holdout], y[~holdout]).predict_proba(x[holdout])
        score = scores[:, 1] if len(classes) == 2 else scores
        aucs.append(roc_auc_score(y[holdout], score, multi_class="ovr"))
        losses.append(log_loss(y[holdout], scores))
    return {"target": target, "classes": classes, "auc": float(np.mean(aucs)), "logLoss": float(np.mean(losses))}


frame = pd.read_csv("models/data/bank-marketing.csv").iloc[::3]
reference = {
    "versions": {"numpy": np.__version__, "pandas": pd.__version__, "scikit-learn": sklearn.__version__},
    "rows": len(frame),
    "trees": TREES,
    "cases": [fit(frame, **case) for case in TARGETS],
}
with open("test/training/trees/random-forest-reference.json", "w") as file:
    json.dump(reference, file, indent=2)
    file.write("\n")
