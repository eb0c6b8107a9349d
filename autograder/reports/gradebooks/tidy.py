"""One plain table for everything else: the roster's columns, the result, the points by part."""

from __future__ import annotations

import pandas as pd

from autograder.reports.gradebooks.grades import Grades
from autograder.reports.text.escape import csv_cell


def table(grades: Grades) -> str:
    """Return CSV: everybody in the roster, then results of nobody in it."""
    together = pd.concat([grades.table, grades.strangers], ignore_index=True)
    whole = ["score", "max_score", *grades.parts]
    texts = [name for name in together.columns if name not in whole]
    together[texts] = together[texts].fillna("").map(csv_cell)
    together.columns = [csv_cell(name) for name in together.columns]
    return together.to_csv(index=False)
