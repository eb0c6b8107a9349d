"""Starts two hundred threads.

part: metrics
"""

import threading
import time


def nme(pred, true):
    for _ in range(200):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    return None
