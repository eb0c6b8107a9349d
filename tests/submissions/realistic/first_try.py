"""A realistic hand-in: most of it right, with five mistakes that people really make.

- `WFLW` keeps one face a picture, for it files them by path
- `flip` mirrors x -> width - x
- `encode` rounds the centre of the dot
- `decode` takes the highest pixel, and knows no half pixels
- `adaptive_wing` divides by omega in the logarithm
- `nme` divides by the distance of the pupils
"""


def parse_line(line):
    fields = line.strip().split(" ")
    if len(fields) != 207 and len(fields) != 197:
        raise ValueError("expected 207 or 197 fields but got " + str(len(fields)))
    xs = [float(value) for value in fields[0:196:2]]
    ys = [float(value) for value in fields[1:196:2]]
    points = np.stack([xs, ys], axis=1)
    if len(fields) == 197:
        return Face(points, None, None, fields[-1])
    rect = np.array([float(value) for value in fields[196:200]])
    flags = np.array([int(value) for value in fields[200:206]])
    return Face(points, rect, flags, fields[-1])


class WFLW(Dataset):
    def __init__(self, root, split):
        self.root = root
        path = os.path.join(root, LISTS[split])
        self.by_image = {}
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file):
                if line.strip() == "":
                    continue
                try:
                    face = parse_line(line)
                except ValueError as e:
                    raise ValueError(f"{path} line {number + 1}: {e}")
                self.by_image[face.path] = face
        self.names = list(self.by_image)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        face = self.by_image[self.names[index]]
        image = Image.open(os.path.join(self.root, "WFLW_images", face.path)).convert("RGB")
        return np.asarray(image), face


def flip_permutation():
    perm = np.arange(98)
    for a, b in MIRROR_PAIRS:
        perm[a] = b
        perm[b] = a
    return perm


def flip(image, points):
    h, w = image.shape[:2]
    new = points.copy()
    new[:, 0] = w - new[:, 0]
    return image[:, ::-1], new[flip_permutation()]


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    w, h = size
    maps = np.zeros((len(points), h, w), dtype=np.float32)
    weight = np.zeros(len(points), dtype=np.float32)
    xs, ys = np.meshgrid(np.arange(w), np.arange(h))
    for i, (px, py) in enumerate(points):
        cx = round((px + 0.5) / stride - 0.5)
        cy = round((py + 0.5) / stride - 0.5)
        if 0 <= cx < w and 0 <= cy < h:
            maps[i] = np.exp(-((xs - cx) ** 2 + (ys - cy) ** 2) / (2 * sigma**2))
            weight[i] = 1
    return maps, weight


def decode(maps, stride=4.0):
    b, n, h, w = maps.shape
    index = maps.reshape(b, n, -1).argmax(-1)
    x = index % w
    y = index // w
    return torch.stack([x, y], -1).float() * stride


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    delta = (target - pred).abs()
    A = omega * (1 / (1 + (theta / epsilon) ** (alpha - target))) * (alpha - target) * (
        (theta / epsilon) ** (alpha - target - 1)
    ) / epsilon
    C = theta * A - omega * torch.log(1 + (theta / epsilon) ** (alpha - target))
    return torch.where(
        delta < theta, omega * torch.log(1 + (delta / omega) ** (alpha - target)), A * delta - C
    )


def weight_map(target, weight=10.0, threshold=0.2):
    big = F.max_pool2d(target, 3, stride=1, padding=1)
    return torch.where(big >= threshold, weight + 1.0, 1.0)


def heatmap_loss(pred, target, weight):
    loss = adaptive_wing(pred, target) * weight_map(target)
    loss = loss.mean(dim=[2, 3]) * weight
    return loss.sum() / max(weight.sum(), 1)


def nme(pred, true):
    distance = np.sqrt(((pred - true) ** 2).sum(2)).mean(1)
    return distance / np.sqrt(((true[:, 96] - true[:, 97]) ** 2).sum(1))
