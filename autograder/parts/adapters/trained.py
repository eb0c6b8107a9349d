"""Questions of part trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking.namespace import WEIGHTS_FILE, MissingNameError, Student


def landmarks(student: Student, images: np.ndarray, boxes: np.ndarray) -> dict[str, Any]:
    """What the trained network finds in each picture; images (n, h, w, 3), boxes (n, 4)."""
    try:
        model = student.load_model(student.weights_file)
    except (NotImplementedError, MissingNameError):
        raise
    except Exception as error:
        if Path(student.weights_file).is_file():
            raise
        why = "no such file beside the notebook: train the network, save its weights, hand both in"
        raise MissingNameError(WEIGHTS_FILE, why) from error
    pairs = zip(images, boxes, strict=True)
    return {"points": [student.predict(model, image.copy(), box.copy()) for image, box in pairs]}
