#!/usr/bin/python3
"""Writes the sets of several classes that scikit-learn brings, digits and wine, as CSV with the classes in the column y."""
import argparse
import os
import sys


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('--out', required=True, help='folder to write digits.csv and wine.csv to')
    p.add_argument('--threads', help='not used')
    a = p.parse_args()
    from sklearn.datasets import load_digits, load_wine
    for name, load in (('digits', load_digits), ('wine', load_wine)):
        data = load(as_frame=True)
        table = data.data.copy()
        table['y'] = data.target
        table.to_csv(os.path.join(a.out, name + '.csv'), index=False)
    print('{}')


if __name__ == '__main__':
    sys.exit(main())
