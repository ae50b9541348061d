# SPDX-License-Identifier: GPL-3.0-or-later
"""How like the film a received picture is."""
import base64
import io

import numpy
from PIL import Image

from clip import Eye


def likeness(picture, film):
    """SSIM of the luma of a picture (a PNG file's path or a data: URL) and the film's picture of that number; NaN without one."""
    if not picture:
        return float("nan")
    source = io.BytesIO(base64.b64decode(picture.partition(",")[2])) if picture.startswith("data:") else picture
    seen = numpy.asarray(Image.open(source).convert("RGB"))
    number = Eye(seen).read(seen)
    if number is None:
        return float("nan")
    original = film[number][..., 0].astype(float)
    luma = 16 + seen[..., :3].astype(float) @ [0.257, 0.504, 0.098]
    if luma.shape != original.shape:
        resized = Image.fromarray(luma.astype(numpy.uint8)).resize(original.shape[::-1], Image.BICUBIC)
        luma = numpy.asarray(resized).astype(float)
    return ssim(luma, original)


def ssim(one, other, window=8):
    """Structural similarity after Wang et al. 2004, over square windows that do not overlap; 1 is the same."""
    height, width = (length // window * window for length in one.shape)

    def blocks(image):
        return image[:height, :width].reshape(height // window, window, width // window, window).swapaxes(1, 2) \
            .reshape(-1, window * window)

    a, b = blocks(one), blocks(other)
    mean_a, mean_b = a.mean(1), b.mean(1)
    variance_a, variance_b = a.var(1), b.var(1)
    covariance = (a * b).mean(1) - mean_a * mean_b
    small, smaller = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float((((2 * mean_a * mean_b + small) * (2 * covariance + smaller))
                  / ((mean_a ** 2 + mean_b ** 2 + small) * (variance_a + variance_b + smaller))).mean())
