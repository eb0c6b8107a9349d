"""pandas groups, lists as values, more keys than asked for.

part: metrics
"""

import pandas as pd


def by_attribute(errors, attributes):
    frame = pd.DataFrame(attributes, columns=list(ATTRIBUTES))
    frame["nme"] = errors
    table = {name: [int(frame[name].sum()), frame.loc[frame[name] == 1, "nme"].mean()] for name in ATTRIBUTES}
    table["full"] = [len(frame), frame["nme"].mean()]
    table["none"] = [0, float("nan")]
    return table
