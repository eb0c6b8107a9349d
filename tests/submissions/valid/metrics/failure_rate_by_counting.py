"""A loop over Python floats.

part: metrics
"""

def failure_rate(errors, threshold=0.10):
    failed = 0
    for error in errors.tolist():
        if error > threshold:
            failed += 1
    return failed / len(errors)
