#!/usr/bin/python3
"""Models that XGBoost 1.7.4 trained and saved, each as JSON and as UBJSON, and what it predicts with them.

Writes <model>.xgboost-json and <model>.xgboost-ubj for every model, and xgboost-reference.json with the rows (null where
missing), their margins, predictions, contributions by exact TreeSHAP, and the total gain of every column; `npx biome check --write test/training` then
formats that.
"""
import json
import os

import numpy as np
import xgboost as xgb

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = 6
SHOWN_ROWS = 40

random = np.random.default_rng(8)
rows = np.round(random.standard_normal((400, COLUMNS)), 2).astype('f4')
rows[random.random(rows.shape) < 0.15] = np.nan
filled = np.nan_to_num(rows)
score = filled[:, 0] + filled[:, 1] * filled[:, 2] + 0.5 * random.standard_normal(len(rows))
positive = (score > 0).astype(int)
three = np.digitize(score, [-0.6, 0.6])

MODELS = {
    'binary': (positive, dict(objective='binary:logistic', base_score=0.3), 6),
    'multiclass': (three, dict(objective='multi:softprob', num_class=3), 3),
    'pruned': (positive, dict(objective='binary:logistic', tree_method='exact', gamma=3), 4),
    'forest': (positive, dict(objective='reg:squarederror', num_parallel_tree=4, subsample=0.5, eta=1, base_score=0), 1),
}


def reference(name):
    labels, settings, rounds = MODELS[name]
    names = [f'x{i}' for i in range(COLUMNS)] if name == 'binary' else None
    data = xgb.DMatrix(rows, label=labels, feature_names=names)
    booster = xgb.train(dict(max_depth=4, seed=1, nthread=1, **settings), data, num_boost_round=rounds)
    for extension in ('json', 'ubj'):
        saved = os.path.join(HERE, f'{name}.{extension}')
        booster.save_model(saved)
        os.replace(saved, os.path.join(HERE, f'{name}.xgboost-{extension}'))
    gains = booster.get_score(importance_type='total_gain')
    shown = xgb.DMatrix(rows[:SHOWN_ROWS], feature_names=names)
    return dict(
        margins=booster.predict(shown, output_margin=True).reshape(SHOWN_ROWS, -1).tolist(),
        predictions=booster.predict(shown).reshape(SHOWN_ROWS, -1).tolist(),
        contributions=booster.predict(shown, pred_contribs=True)[:5].reshape(5, -1, COLUMNS + 1).tolist(),
        gains=[gains.get(name, 0) for name in names or [f'f{i}' for i in range(COLUMNS)]],
    )


if __name__ == '__main__':
    values = [[None if np.isnan(value) else float(value) for value in row] for row in rows[:SHOWN_ROWS]]
    with open(os.path.join(HERE, 'xgboost-reference.json'), 'w') as file:
        json.dump(dict(rows=values, models={name: reference(name) for name in MODELS}), file)
