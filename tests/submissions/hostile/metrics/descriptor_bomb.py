"""Opens files as long as it gets any.

part: metrics
"""


def nme(pred, true):
    kept = []
    while True:
        kept.append(open("/dev/null"))
