#!/usr/bin/python3
"""Accuracy of XGBoost on every fold of a numeric table of several classes, trained on the other folds.

--folds is a JSON array of sets of folds, each fold an array of 0-based data row numbers. Prints one JSON line.
"""
import argparse
import json
import sys
import peer_common as pc


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--csv', required=True)
    p.add_argument('--target', required=True)
    p.add_argument('--folds', required=True)
    p.add_argument('--trees', type=int, default=100)
    p.add_argument('--depth', type=int, default=6)
    p.add_argument('--eta', type=float, default=0.1)
    p.add_argument('--seed', type=int, default=7)
    p.add_argument('--threads', type=int, default=1)
    a = p.parse_args()
    pc.limit_threads(a.threads)
    import numpy as np
    import pandas as pd
    import xgboost as xgb
    d = pd.read_csv(a.csv)
    y = d.pop(a.target).to_numpy()
    X = d.to_numpy('f4')
    params = dict(objective='multi:softprob', num_class=int(y.max()) + 1, tree_method='hist', max_depth=a.depth,
                  eta=a.eta, nthread=a.threads, seed=a.seed)
    with open(a.folds) as f:
        sets = json.load(f)
    accuracies = []
    for folds in sets:
        for te in folds:
            m = np.ones(len(y), bool)
            m[te] = False
            b = xgb.train(params, xgb.DMatrix(X[m], y[m], nthread=a.threads), a.trees)
            q = b.predict(xgb.DMatrix(X[te], nthread=a.threads)).argmax(1)
            accuracies.append(float((q == y[te]).mean()))
    print(json.dumps(dict(peer='xgboost', version=xgb.__version__, accuracy=float(np.mean(accuracies)))))


if __name__ == '__main__':
    sys.exit(main())
