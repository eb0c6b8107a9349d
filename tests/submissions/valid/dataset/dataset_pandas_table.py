"""pandas reads the table.

part: dataset
"""

from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image
from torch.utils.data import Dataset


def read_picture(path):
    try:
        return Image.open(path).convert("RGB")
    except FileNotFoundError:
        raise
    except OSError as e:
        raise OSError(f"{path}: {e}") from e


class WFLW(Dataset):
    def __init__(self, root, split):
        self.root = Path(root)
        table = self.root / LISTS[split]
        lines = pd.Series(table.read_text(encoding="utf-8").splitlines(), dtype=str)
        lines = lines[lines.str.strip() != ""]
        count = lines.str.split().str.len()
        bad = count[~count.isin([197, 207])]
        if len(bad):
            number = bad.index[0] + 1
            raise ValueError(f"{table} line {number} has {bad.iloc[0]} columns")
        self.df = lines.reset_index(drop=True)

    def __len__(self):
        return self.df.shape[0]

    def __getitem__(self, index):
        face = parse_line(self.df.iloc[index])
        img = read_picture(self.root.joinpath("WFLW_images", face.path))
        return np.array(img), face
