"""Bilinear, with one sample however much it shrinks.

part: crop
loses: smooth
hint: Your warp is right while pictures grow. Where they shrink by four, each output pixel still
    looks at four source pixels and skips the twelve in between, so hair and noise turn to other
    noise. Take several samples for every output pixel and average them, or smooth the picture
    first.
"""

import cv2


def warp(image, matrix, size):
    return cv2.warpAffine(image, matrix[:2], size, flags=cv2.INTER_LINEAR)
