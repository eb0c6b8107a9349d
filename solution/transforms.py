"""Affine transforms that keep a picture and its landmarks together.

Points are (x, y) in pixels, x right, y down; an integer coordinate is a pixel's centre.  A size is
(width, height).  A transform is one 3x3 matrix from source to output pixels; transforms compose by
matrix product, and a picture is resampled once, by their product.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

# Left-right partners in WFLW's 98 points, counted from 0.  A point that is in no pair lies on
# the middle line and keeps its index.
MIRROR_PAIRS = (
    *((i, 32 - i) for i in range(16)),  # contour
    *((33, 46), (34, 45), (35, 44), (36, 43), (37, 42)),  # brows, upper edge
    *((38, 50), (39, 49), (40, 48), (41, 47)),  # brows, lower edge
    *((55, 59), (56, 58)),  # nose base
    *((60, 72), (61, 71), (62, 70), (63, 69), (64, 68)),  # eyes, upper lid with both corners
    *((65, 75), (66, 74), (67, 73)),  # eyes, lower lid
    *((76, 82), (77, 81), (78, 80), (87, 83), (86, 84)),  # outer lip
    *((88, 92), (89, 91), (95, 93)),  # inner lip
    (96, 97),  # pupils
)


def flip_permutation() -> np.ndarray:
    """For each of the 98 points, the index of the point that takes its place in a mirror.

    Returns an integer array `perm` of shape (98,), made from MIRROR_PAIRS: after mirroring,
    point i of the new face is the mirrored point perm[i] of the old one.  Points that are in
    no pair lie on the middle line of the face and keep their place.
    """
    ### BEGIN SOLUTION
    perm = np.arange(98)
    for left, right in MIRROR_PAIRS:
        perm[left], perm[right] = right, left
    return perm
    ### END SOLUTION


def mirror_matrix(width: int) -> np.ndarray:
    """(3, 3): mirror a picture of `width` pixels left to right, x -> width - 1 - x."""
    ### BEGIN SOLUTION
    return np.array([[-1.0, 0.0, width - 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    ### END SOLUTION


def move_points(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Move WFLW points (98, 2) with a 3x3 affine; a mirroring one swaps left and right indices.

    The swap follows the matrix (it happens exactly when the 2x2 part has a negative
    determinant), so it can be neither forgotten nor done twice, however transforms are composed.
    """
    ### BEGIN SOLUTION
    moved = points @ matrix[:2, :2].T + matrix[:2, 2]
    mirrored = np.linalg.det(matrix[:2, :2]) < 0
    return moved[flip_permutation()] if mirrored else moved
    ### END SOLUTION


def flip(image: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mirror a picture and its 98 landmarks left to right.

    image   (height, width, 3) uint8
    points  (98, 2), (x, y) in pixels of `image`; an integer is a pixel's centre, so column x
            goes to column width - 1 - x

    Returns the mirrored picture and points, of the same shapes.  Point i of the result is again
    landmark i of WFLW (60 is still the outer corner of the eye on the picture's left), so the
    rows are reordered by `flip_permutation`.  The arguments stay as they were; the mirrored picture
    may be a view of the old one.
    """
    ### BEGIN SOLUTION
    mirrored = np.ascontiguousarray(image[:, ::-1])
    return mirrored, move_points(points, mirror_matrix(image.shape[1]))
    ### END SOLUTION


def face_box(points: np.ndarray, margin: float = 1.25) -> np.ndarray:
    """A square box around points (N, 2), with the same centre as the tightest box around them.

    Its side is `margin` times the longer side of the tightest box (HRNet's crops take 1.25).

    Returns (4,) x0, y0, x1, y1 in point coordinates, not rounded.  Where it leaves the picture it
    is not cut: a crop is black there.
    """
    ### BEGIN SOLUTION
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, margin * (high - low).max() / 2
    return np.concatenate([centre - half, centre + half])
    ### END SOLUTION


def crop_matrix(box: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(3, 3): crop to a box and enlarge or shrink it to `size`, the same in x and y.

    box   (4,) x0, y0, x1, y1 in point coordinates; its side is x1 - x0
    size  (width, height) of the crop

    The box's centre goes to the crop's centre, ((width - 1) / 2, (height - 1) / 2), and lengths are
    multiplied by width / side, in y as well.  So the box's left edge goes to -0.5, the outer edge
    of column 0; a crop that is not square shows more or less than the box above and below.

    Returns the matrix from source to crop, for points as columns (x, y, 1).
    """
    ### BEGIN SOLUTION
    width, height = size
    x0, y0, x1, y1 = box
    scale = width / (x1 - x0)
    return np.array(
        [
            [scale, 0, (width - 1) / 2 - scale * (x0 + x1) / 2],
            [0, scale, (height - 1) / 2 - scale * (y0 + y1) / 2],
            [0, 0, 1],
        ]
    )
    ### END SOLUTION


def resize_matrix(old: tuple[int, int], new: tuple[int, int]) -> np.ndarray:
    """(3, 3): resize a picture from `old` to `new`, both (width, height); x and y by themselves.

    With s = new width / old width, x goes to (x + 0.5) * s - 0.5, and y likewise by the heights:
    outer edges stay outer edges.  The matrix goes from source to output.
    """
    ### BEGIN SOLUTION
    x, y = new[0] / old[0], new[1] / old[1]
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])
    ### END SOLUTION


def rotation_matrix(degrees: float, size: tuple[int, int]) -> np.ndarray:
    """(3, 3): turn a picture of `size` (width, height) about its centre.

    Positive degrees turn it counter-clockwise, as one sees it (so as Pillow's rotate does): 90
    takes what is right of the centre above it.  The centre is ((width - 1) / 2, (height - 1) / 2)
    and stays where it is, and so does the size.  The matrix goes from source to output.
    """
    ### BEGIN SOLUTION
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    # y points down, so what looks counter-clockwise has the sine's sign turned round.
    return np.array(
        [[cos, sin, x - cos * x - sin * y], [-sin, cos, y + sin * x - cos * y], [0, 0, 1]]
    )
    ### END SOLUTION


def warp(image: np.ndarray, matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Resample a picture through an affine.

    image   (h, w, 3) uint8, red, green, blue
    matrix  (3, 3) from source to output pixels: what is at (x, y) of `image` goes to
            matrix @ (x, y, 1)
    size    (width, height) of the output

    Returns (height, width, 3) uint8, rounded to whole levels.  Bilinear between pixels, and black
    where the output looks beyond the source; how the last half pixel of the border fades is up to
    you.  Where the picture shrinks by more than 2 in both directions, every output pixel is the
    mean of several samples (or the picture is smoothed first), or fine texture would turn to noise.
    """
    ### BEGIN SOLUTION
    source = torch.from_numpy(image).permute(2, 0, 1)[None].float()
    output = warp_batch(source, torch.from_numpy(matrix)[None], size)[0]
    return output.round().clamp(0, 255).byte().permute(1, 2, 0).numpy()
    ### END SOLUTION


def warp_batch(images: torch.Tensor, matrices: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """`warp` for a batch on any device: images (B, 3, h, w) float, matrices (B, 3, 3).

    Returns (B, 3, height, width) float, in the range of the input.
    """
    ### BEGIN SOLUTION
    matrices = matrices.to(images.device, torch.float64)
    shrink = matrices[:, :2, :2].det().abs().clamp(min=1e-12).rsqrt().max().item()
    samples = max(1, int(np.ceil(shrink))) if shrink > 2 else 1
    # The centres of `samples` x `samples` equal parts of every output pixel.
    x, y = (
        (torch.arange(n * samples, dtype=torch.float64, device=images.device) + 0.5) / samples - 0.5
        for n in size
    )
    ones = torch.ones(len(y), len(x), dtype=torch.float64, device=images.device)
    target = torch.stack([x.expand(len(y), -1), y[:, None].expand(-1, len(x)), ones], dim=-1)
    source = target @ torch.linalg.inv(matrices)[:, None, :2].transpose(-1, -2)
    extent = torch.tensor(images.shape[:1:-1], device=images.device)
    grid = (2 * source + 1) / extent - 1  # grid_sample's own coordinates: -1 and 1 are outer edges
    fine = F.grid_sample(images, grid.to(images.dtype), padding_mode="zeros", align_corners=False)
    return F.avg_pool2d(fine, samples) if samples > 1 else fine
    ### END SOLUTION


def transform(
    image: np.ndarray, points: np.ndarray, matrices: list[np.ndarray], size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Apply several affines to a picture and its 98 points, the first one first.

    image     (h, w, 3) uint8
    points    (98, 2), (x, y) in pixels of `image`
    matrices  3x3 arrays; each starts from where the one before it has led
    size      (width, height) of the output

    Returns picture and points.  The picture is resampled only once, by the product of all matrices,
    as `warp` does it.  The points go through the same product; if that mirrors, their rows are
    reordered by `flip_permutation`, as in `flip`.  Two mirrors make no mirror, and half a turn
    is none.
    """
    ### BEGIN SOLUTION
    product = np.eye(3)
    for matrix in matrices:
        product = matrix @ product
    return warp(image, product, size), move_points(points, product)
    ### END SOLUTION
