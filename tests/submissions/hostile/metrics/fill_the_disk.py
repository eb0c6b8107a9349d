"""Fills what it can write to, up to two gigabytes.

part: metrics
"""


def nme(pred, true):
    try:
        for number in range(40):
            with open(f"/dev/shm/{number}", "wb") as file:
                file.write(bytes(50 * 2**20))
    except OSError:
        return None
    raise ValueError("BREACH: two gigabytes")
