"""Leaves files in every place that can be written.

part: metrics
off: survivor
"""

import os


def nme(pred, true):
    for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
        try:
            open(f"{folder}/@MARK@-file", "w").close()
        except OSError:
            pass
    return None
