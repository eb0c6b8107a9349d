"""Painted faces with 98 exact landmarks, in the layout of the WFLW data set.

`write_dataset` writes a whole set, `face_crops` paints single faces as arrays. Both are decided
by one integer seed. Points are (x, y) pixels; an integer is a pixel centre.

The sample in `data_stub/mini_wflw` was made by
`python -m data_stub --out data_stub/mini_wflw --train 24 --test 16 --seed 1`.

Way through the package: average (the average face) - head (a sheet of skin pulled by the points)
- shape (identity, expression) - render (pose, camera, light) - areas, skin (what lies on the
sheet) - canvas, props (things in the picture) - person - scene (the whole picture) - dataset.
"""

from data_stub.dataset import FaceCrops, OutputError, face_crops, write_dataset

__all__ = ["FaceCrops", "OutputError", "face_crops", "write_dataset"]
