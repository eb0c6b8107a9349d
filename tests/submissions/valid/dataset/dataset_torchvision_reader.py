"""torchvision reads the pictures; one list of lines.

part: dataset
"""

from pathlib import Path

import numpy as np
from torch.utils.data import Dataset
from torchvision.io import ImageReadMode, read_image


class WFLW(Dataset):
    def __init__(self, root, split):
        root = Path(root)
        self.folder = root / "WFLW_images"
        self.lines = []
        path = root / LISTS[split]
        for i, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
            if not line.strip():
                continue
            try:
                parse_line(line)
            except ValueError as e:
                raise ValueError(f"Line {i + 1} of {path} is broken ({e})")
            self.lines.append(line)

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        face = parse_line(self.lines[index])
        file = self.folder / face.path
        if not file.exists():
            raise FileNotFoundError(f"no picture {file}")
        try:
            picture = read_image(str(file), mode=ImageReadMode.RGB)
        except RuntimeError as e:
            raise OSError(f"cannot decode {file}") from e
        return picture.permute(1, 2, 0).numpy(), face
