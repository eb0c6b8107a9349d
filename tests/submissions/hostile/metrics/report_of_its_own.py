"""Writes a report where the grader writes its own.

part: metrics
off: leak
"""


def nme(pred, true):
    folder = "@SECRET@".rsplit("/", 1)[0]
    with open(folder + "/@MARK@.json", "w") as file:
        file.write('{"score": 100}')
    raise ValueError("BREACH: written")
