"""Makes a link in its own folder to a file outside and reads that.

part: metrics
off: leak
"""

import os


def nme(pred, true):
    os.symlink("@SECRET@", "link")
    raise ValueError(open("link").read())
