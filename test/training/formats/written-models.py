#!/usr/bin/python3
"""What XGBoost 1.7.4 predicts with the models that Ratchet writes.

First `node test/training/formats/written-models.ts`, then this, then `npx biome check --write test/training`. It adds
the margins of the rows of xgboost-reference.json and the SHA-256 of each model to written-models.json, in the place of
its text.
"""
import hashlib
import json
import os
import tempfile

import numpy as np
import xgboost as xgb

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'written-models.json')


def predicted(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.json')
        with open(path, 'w') as file:
            file.write(text)
        booster = xgb.Booster(model_file=path)
    margins = booster.predict(xgb.DMatrix(ROWS, feature_names=booster.feature_names), output_margin=True)
    return dict(sha256=hashlib.sha256(text.encode()).hexdigest(), margins=margins.reshape(len(ROWS), -1).tolist())


if __name__ == '__main__':
    with open(os.path.join(HERE, 'xgboost-reference.json')) as file:
        ROWS = np.array(json.load(file)['rows'], 'f4')
    with open(FILE) as file:
        models = json.load(file)
    with open(FILE, 'w') as file:
        json.dump({name: predicted(text) for name, text in models.items()}, file)
