"""What `bench` grades with every grader: six functions, each with a test that others can take."""

from __future__ import annotations

MODULES = ("wflw", "transforms", "heatmaps", "losses", "metrics")  # where the six functions stand

SIX = (  # this kit's checks of the functions that the peers test
    "flip.points",
    "crop.crop_matrix",
    "crop.resize_matrix",
    "encode.dots",
    "adaptive_wing.values",
    "metrics.nme",
)

# One statement a line: otter takes them as a doctest.
TESTS = {
    "flip": """\
picture = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
face = np.stack([np.arange(98.0), np.arange(98.0) / 2], axis=1)
mirrored, moved = flip(picture, face)
assert mirrored[0].tolist() == [[6, 7, 8], [3, 4, 5], [0, 1, 2]]
assert np.allclose(moved[[0, 16, 60, 96]], [[-30, 16], [-14, 8], [-70, 36], [-95, 48.5]])
""",
    "crop_matrix": """\
cropped = crop_matrix(np.array([10.0, 20.0, 60.0, 70.0]), (64, 64))
assert np.allclose(cropped, [[1.28, 0, -13.3], [0, 1.28, -26.1], [0, 0, 1]])
""",
    "resize_matrix": """\
resized = resize_matrix((200, 100), (64, 64))
assert np.allclose(resized, [[0.32, 0, -0.34], [0, 0.64, -0.18], [0, 0, 1]])
""",
    "encode": """\
maps, inside = encode(np.array([[81.5, 41.5], [-20.0, 30.0]]))
assert maps.shape == (2, 64, 64) and inside.tolist() == [1, 0] and maps[1].max() == 0
assert abs(maps[0, 10, 20].item() - 1) < 1e-5 and abs(maps[0, 10, 21].item() - 0.800737) < 1e-5
""",
    "adaptive_wing": """\
heights = torch.tensor([0.2, 1.0, 0.75]), torch.tensor([0.0, 0.0, 1.0])
losses = adaptive_wing(*heights)
assert torch.allclose(losses, torch.tensor([0.468813, 8.495946, 2.756777]), atol=1e-4)
""",
    "nme": """\
true_faces = np.stack([np.arange(98.0), np.zeros(98)], axis=1) * [[[1.0]], [[2.0]]]
errors = nme(true_faces + [3.0, 4.0], true_faces)
assert np.allclose(errors, [0.416667, 0.208333], atol=1e-5)
""",
}
