"""Questions of part trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autograder.student import Malformed, Student


def landmarks(student: Student, images: np.ndarray, boxes: np.ndarray) -> dict[str, Any]:
    """What the trained network finds in each picture; images (n, h, w, 3), boxes (n, 4)."""
    try:
        model = student.load_model(student.weights_file)
    except NotImplementedError:
        raise
    except Exception as error:
        if Path(student.weights_file).is_file():
            raise
        raise Malformed(
            "There is no weights.safetensors beside the notebook. Train the network, save its "
            "weights under that name, and hand both files in."
        ) from error
    pairs = zip(images, boxes, strict=True)
    return {"points": [student.predict(model, image.copy(), box.copy()) for image, box in pairs]}
