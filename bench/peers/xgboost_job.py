#!/usr/bin/python3
"""Whole retraining job with pandas and XGBoost: CSV -> encode -> split -> train -> evaluate -> save.

Prints one JSON line. Pin it to one core (taskset -c N) when --threads is 1.
"""
import time
T0 = time.perf_counter()
import argparse
import json
import sys
import peer_common as pc


def main():
    p = argparse.ArgumentParser(description=__doc__)
    pc.add_data_arguments(p)
    p.add_argument('--trees', type=int, default=100)
    p.add_argument('--depth', type=int, default=6)
    p.add_argument('--eta', type=float, default=0.1)
    p.add_argument('--max-bin', type=int, default=256)
    p.add_argument('--out', required=True, help='where to save the model (.json or .ubj)')
    p.add_argument('--predictions', help='where to write the test predictions (little-endian float32)')
    a = p.parse_args()
    pc.limit_threads(a.threads)

    import numpy as np
    import pandas as pd
    import xgboost as xgb
    from sklearn.metrics import log_loss, roc_auc_score
    from sklearn.model_selection import train_test_split  # noqa: F401  (counted as import time)
    t1 = time.perf_counter()
    d, y = pc.read_table(a)
    t2 = time.perf_counter()
    X = pc.encode_codes(d)
    del d
    tr, te = pc.split_index(y, a)
    Xtr, ytr, Xte, yte = X[tr], y[tr], X[te], y[te]
    del X
    t3 = time.perf_counter()
    params = dict(objective='binary:logistic', tree_method='hist', max_depth=a.depth, eta=a.eta,
                  max_bin=a.max_bin, nthread=a.threads, seed=a.seed)
    m = xgb.train(params, xgb.DMatrix(Xtr, ytr, nthread=a.threads), a.trees)
    t4 = time.perf_counter()
    q = m.predict(xgb.DMatrix(Xte, nthread=a.threads))
    auc, ll = float(roc_auc_score(yte, q)), float(log_loss(yte, q.astype('f8')))
    t5 = time.perf_counter()
    m.save_model(a.out)
    t6 = time.perf_counter()
    age, finished = pc.process_age(), time.monotonic()
    if a.predictions:
        np.asarray(q, '<f4').tofile(a.predictions)
    r = lambda x: None if x is None else round(x, 4)
    print(json.dumps(dict(
        peer='pandas+xgboost', xgboost=xgb.__version__, pandas=pd.__version__, threads=a.threads, seed=a.seed,
        trees=a.trees, depth=a.depth, eta=a.eta, rows_train=len(ytr), rows_test=len(yte), features=int(Xtr.shape[1]),
        import_s=r(t1 - T0), read_s=r(t2 - t1), prep_s=r(t3 - t2), train_s=r(t4 - t3), eval_s=r(t5 - t4),
        save_s=r(t6 - t5), finished_s=finished, total_s=r(t6 - T0), process_s=r(age), peak_mb=pc.peak_mb(),
        auc=round(auc, 6), logloss=round(ll, 6))))


if __name__ == '__main__':
    sys.exit(main())
