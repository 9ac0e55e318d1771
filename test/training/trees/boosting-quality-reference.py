#!/usr/bin/python3
"""AUC and log-loss of XGBoost 1.7.4 on bank marketing, without the duration: writes the JSON beside it."""
import json
import os
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score

here = os.path.dirname(os.path.abspath(__file__))
table = pd.read_csv(os.path.join(here, '../../../models/data/bank-marketing.csv'), na_values=['unknown'])
labels = (table.pop('y') == 'yes').to_numpy().astype('i4')
table = table.drop(columns=['duration'])
columns = []
for name in table.columns:
    if table[name].dtype == object:
        codes = table[name].astype('category').cat.codes.to_numpy().astype('f4')
        codes[codes < 0] = np.nan
        columns.append(codes)
    else:
        columns.append(table[name].to_numpy('f4'))
features = np.column_stack(columns)
scores = []
for seed in range(5):
    test = (np.arange(len(labels)) * 7919 + seed * 2221) % 10007 % 5 == 0
    settings = dict(objective='binary:logistic', tree_method='hist', max_depth=6, eta=.3, max_bin=256, nthread=1)
    model = xgb.train(settings, xgb.DMatrix(features[~test], labels[~test]), 30)
    probabilities = model.predict(xgb.DMatrix(features[test])).astype('f8')
    scores.append(dict(auc=round(float(roc_auc_score(labels[test], probabilities)), 6),
                       logLoss=round(float(log_loss(labels[test], probabilities)), 6)))
with open(os.path.join(here, 'boosting-quality-reference.json'), 'w') as file:
    json.dump(scores, file, indent=2)
    file.write('\n')
