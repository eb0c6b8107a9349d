"""Cases of part crop."""

from autograder.case import Case


def pending(rng, hidden):
    return [Case("pending", {})]


CASES = dict.fromkeys(
    ["face_box", "crop_matrix", "resize_matrix", "warp", "smooth", "pixel_centres"], pending
)
