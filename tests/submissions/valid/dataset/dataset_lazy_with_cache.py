"""Lines are parsed by a generator, pictures are cached.

part: dataset
"""

import os

import numpy as np
from PIL import Image
from torch.utils.data import Dataset


class WFLW(Dataset):
    def __init__(self, root, split):
        self.root = str(root)
        self.cache = {}
        self.items = list(self.read(os.path.join(self.root, LISTS[split])))

    @staticmethod
    def read(name):
        with open(name, "r", encoding="utf8") as handle:
            line_number = 0
            while True:
                line = handle.readline()
                if not line:
                    return
                line_number += 1
                if line.isspace():
                    continue
                try:
                    face = parse_line(line)
                except ValueError as problem:
                    raise ValueError("%s:%d: %s" % (name, line_number, problem)) from None
                yield face

    def load(self, path):
        if path not in self.cache:
            name = os.path.join(self.root, "WFLW_images", path)
            with open(name, "rb") as handle:
                try:
                    image = Image.open(handle)
                    if image.mode != "RGB":
                        image = image.convert("RGB")
                    self.cache[path] = np.asarray(image)
                except OSError as problem:
                    raise OSError("broken picture: " + name) from problem
        return self.cache[path].copy()

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index):
        face = self.items[index]
        return [self.load(face.path), face]
