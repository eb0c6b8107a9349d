"""What a person looks like: skin, hair, eyes, beard, make-up, headgear. Drawn wide on purpose:
a network trained on these faces must learn shapes, because colours tell it nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Anchors of real colours, sRGB 0..255; a face mixes its neighbours and strays from them.
_SKIN = np.array(
    [[246, 219, 200], [232, 190, 160], [205, 155, 120], [165, 115, 82], [115, 76, 52], [68, 45, 34]]
)
_HAIR = np.array(
    [
        [18, 15, 14],
        [35, 26, 20],
        [70, 46, 30],
        [120, 80, 45],
        [190, 150, 95],
        [140, 60, 30],
        [170, 168, 165],
        [225, 222, 218],
    ]
)
_HAIR_SHARES = [0.28, 0.24, 0.17, 0.08, 0.08, 0.03, 0.07, 0.05]
_IRIS = np.array([[45, 28, 18], [75, 48, 25], [95, 85, 50], [90, 115, 135], [80, 100, 75]])

STYLES = ("bald", "short", "medium", "fringe", "long", "long fringe", "big")
HEADGEAR = ("none", "cap", "beanie", "helmet", "scarf")
BEARDS = ("none", "stubble", "moustache", "goatee", "full")


@dataclass(frozen=True)
class Look:
    """Colours are linear RGB in 0..1; amounts are 0 (none) to 1."""

    skin: Array
    hair: Array
    iris: Array
    lip: Array
    style: str
    hair_thickness: float  # mm
    hairline: float  # mm higher (negative) or lower than average
    parting: float
    headgear: str
    gear_colours: Array  # (2, 3)
    beard: str
    brow_strength: float
    age: float
    freckles: float
    shine: float
    lipstick: float
    shadow: Array | None  # eye shadow colour
    liner: float
    blush: float
    paint: Array | None  # face paint, as sports fans wear

    @property
    def made_up(self) -> bool:
        return self.lipstick > 0.5 or self.liner > 0.5 or self.paint is not None


def linear(srgb: Array) -> Array:
    """sRGB 0..255 to linear light. Gamma 2 throughout: close enough, and the inverse is sqrt."""
    return (np.clip(srgb, 0, 255) / 255.0) ** 2


def draw_look(rng: Generator) -> Look:
    """One person's appearance."""
    tone = rng.uniform(0, len(_SKIN) - 1)
    low = int(tone)
    skin = _SKIN[low] + (_SKIN[min(low + 1, len(_SKIN) - 1)] - _SKIN[low]) * (tone - low)
    skin = linear(skin * np.clip(rng.normal(1, 0.05, 3), 0.85, 1.15))
    hair = linear(_HAIR[rng.choice(len(_HAIR), p=_HAIR_SHARES)] * rng.uniform(0.75, 1.2, 3))
    feminine = rng.random() < 0.5
    style = rng.choice(
        STYLES,
        p=[0.01, 0.08, 0.13, 0.12, 0.38, 0.22, 0.06]
        if feminine
        else [0.13, 0.48, 0.16, 0.10, 0.05, 0.03, 0.05],
    )
    thickness = {
        "bald": 0.5,
        "short": rng.uniform(3, 9),
        "medium": rng.uniform(8, 20),
        "fringe": rng.uniform(6, 16),
        "big": rng.uniform(22, 42),
    }.get(style, rng.uniform(8, 24))
    beard = "none" if feminine else rng.choice(BEARDS, p=[0.46, 0.22, 0.08, 0.09, 0.15])
    made_up = feminine and rng.random() < 0.165
    some = feminine and rng.random() < 0.5
    paint = rng.uniform(0.02, 0.9, (2, 3)) if rng.random() < 0.01 else None
    natural_lip = skin * [1.0, 0.55, 0.55] * rng.uniform(0.75, 1.05)
    return Look(
        skin=skin,
        hair=hair,
        iris=linear(_IRIS[rng.choice(5, p=[0.45, 0.25, 0.1, 0.12, 0.08])] * rng.uniform(0.8, 1.3)),
        lip=linear(rng.uniform([110, 5, 20], [230, 90, 110])) if made_up or some else natural_lip,
        style=str(style),
        hair_thickness=float(thickness),
        hairline=float(rng.normal(0, 6) - (rng.random() < 0.12 and not feminine) * 18),
        parting=float(rng.normal(0, 25)),
        headgear=str(rng.choice(HEADGEAR, p=[0.80, 0.07, 0.035, 0.045, 0.05])),
        gear_colours=rng.uniform(0.0, 0.75, (2, 3)) ** 1.5,
        beard=str(beard),
        brow_strength=float(np.clip(rng.normal(0.75, 0.2), 0.2, 1.0)),
        age=float(rng.beta(1.5, 2.5)),
        freckles=float(max(0, rng.normal(-0.3, 0.5))),
        shine=float(rng.uniform(0.05, 0.6)),
        lipstick=float(rng.uniform(0.65, 0.95) if made_up else some * rng.uniform(0.1, 0.45)),
        shadow=rng.uniform(0.0, 0.4, 3) if made_up or (some and rng.random() < 0.3) else None,
        liner=float(rng.uniform(0.55, 1.0) if made_up else some * rng.uniform(0, 0.45)),
        blush=float(made_up * rng.uniform(0.2, 0.6)),
        paint=paint,
    )
