"""Pictures made from seeds: pages of text, signatures, codes, faces, tables, logos, as scanned."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4_150 = (1240, 1754)
_WORDS = [
    "kommunen",
    "har",
    "modtaget",
    "din",
    "ansøgning",
    "om",
    "støtte",
    "efter",
    "serviceloven",
    "og",
    "skal",
    "oplyse",
    "at",
    "sagen",
    "er",
    "under",
    "behandling",
    "i",
    "afdelingen",
    "du",
    "hører",
    "fra",
    "os",
    "senest",
    "den",
    "første",
    "i",
    "måneden",
    "når",
    "alle",
    "oplysninger",
    "foreligger",
    "fra",
    "lægen",
    "skolen",
    "og",
    "det",
    "sociale",
    "vagt",
    "der",
    "kan",
    "klages",
    "over",
    "afgørelsen",
    "inden",
    "fire",
    "uger",
    "til",
    "ankestyrelsen",
]


def font(size: int) -> Any:
    return ImageFont.load_default(size)


def text_page(
    seed: int,
    size: tuple[int, int] = A4_150,
    *,
    letters: int = 20,
    top: int = 120,
    bottom: int = 1500,
) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """Return a page of invented text with the boxes of its words."""
    chance = random.Random(seed)
    page = Image.new("L", size, 255)
    draw = ImageDraw.Draw(page)
    boxes = []
    y, type_face = top, font(letters)
    while y < min(bottom, size[1] - 60):
        x = 120
        while x < size[0] - 220:
            word = chance.choice(_WORDS)
            box = draw.textbbox((x, y), word, font=type_face)
            draw.text((x, y), word, fill=10, font=type_face)
            boxes.append(tuple(int(side) for side in box))
            x = int(box[2]) + letters // 3
        y += int(letters * (1.5 if chance.random() < 0.85 else 3))
    return page, boxes


def signature(
    seed: int, size: tuple[int, int] = (280, 90), colour: tuple[int, int, int] = (20, 20, 30)
) -> Image.Image:
    """Return a signature on transparent ground: loops along a line, slanted, of changing width."""
    chance = random.Random(seed)
    width, height = size
    picture = Image.new("RGBA", (width * 2, height * 2), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    loops = chance.randint(5, 10)
    slant = chance.uniform(0.1, 0.5)
    x = 0.08 * width
    points: list[tuple[float, float]] = []
    for index in range(loops):
        step = 0.84 * width / loops
        tall = height * (
            chance.uniform(0.5, 0.9) if index in {0, loops // 2} else chance.uniform(0.15, 0.45)
        )
        for angle in np.linspace(0, 2 * math.pi, 22):
            px = x + step * angle / (2 * math.pi) + 0.45 * step * math.sin(angle)
            py = 0.72 * height - tall * 0.5 * (1 - math.cos(angle))
            points.append((px + slant * (0.72 * height - py), py + chance.uniform(-0.6, 0.6)))
        x += step
    if chance.random() < 0.7:
        base = points[-1]
        sweep = [
            (base[0] - t * 0.7 * width, base[1] + 0.16 * height * math.sin(t * 3))
            for t in np.linspace(0, 1, 20)
        ]
        points += sweep
    pen = chance.uniform(1.6, 3.4)
    for one, two in pairwise(points):
        wide = max(1, round(2 * pen * chance.uniform(0.8, 1.25)))
        draw.line([one[0] * 2, one[1] * 2, two[0] * 2, two[1] * 2], fill=(*colour, 255), width=wide)
    return picture.resize(size, Image.Resampling.LANCZOS)


def code(text: str, symbology: str, scale: int = 2) -> Image.Image:
    import zxingcpp

    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
    return Image.fromarray(np.array(made.to_image(scale=scale))).convert("L")


def scanned(
    page: Image.Image, seed: int, *, noise: float = 10, blur: float = 0.6, angle: float = 0.4
) -> Image.Image:
    """Return a page as a scanner gives it: turned a little, soft, grained, with grey paper."""
    turned = page.convert("L").rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(blur)), np.float32)
    grain = np.random.default_rng(seed).normal(0, noise, soft.shape)
    return Image.fromarray(np.clip(soft * 0.93 + 8 + grain, 0, 255).astype(np.uint8))


def table(size: tuple[int, int] = (700, 300)) -> Image.Image:
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for x in range(0, size[0], 100):
        draw.line([x, 0, x, size[1]], fill=0, width=2)
    for y in range(0, size[1], 40):
        draw.line([0, y, size[0], y], fill=0, width=2)
    return picture


def logo(seed: int, size: tuple[int, int] = (160, 120)) -> Image.Image:
    """Return a coat of arms in solid colours with a name below."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    fill = tuple(chance.randint(0, 160) for _ in range(3))
    draw.polygon([(20, 5), (90, 5), (90, 60), (55, 85), (20, 60)], fill=fill)
    draw.ellipse([40, 20, 70, 50], fill=(240, 220, 40))
    draw.text((10, 92), "HAVBY KOMMUNE", fill=fill, font=font(16))
    return picture


def face(seed: int, side: int = 160) -> Image.Image:
    """Return a drawn face: shaded oval, hair, dark eyes below brows, nose and mouth."""
    chance = random.Random(seed)
    big = 320
    picture = Image.new("L", (big, big), chance.randint(120, 170))
    draw = ImageDraw.Draw(picture)
    skin = chance.randint(185, 215)
    draw.ellipse([58, 16, 262, 250], fill=chance.randint(25, 70))
    draw.ellipse([72, 50, 248, 300], fill=skin)
    for x in (118, 202):
        draw.ellipse([x - 34, 118, x + 34, 162], fill=skin - 45)
        draw.ellipse([x - 22, 130, x + 22, 154], fill=235)
        draw.ellipse([x - 11, 130, x + 11, 154], fill=20)
        draw.line([x - 30, 116, x + 30, 114], fill=40, width=9)
    draw.polygon([(160, 150), (146, 208), (174, 208)], fill=skin - 22)
    draw.line([144, 212, 176, 212], fill=skin - 70, width=5)
    draw.ellipse([120, 232, 200, 258], fill=skin - 75)
    draw.line([122, 245, 198, 245], fill=60, width=4)
    shade = np.asarray(picture.filter(ImageFilter.GaussianBlur(5)), np.float32)
    slope = np.linspace(1.06, 0.86, big)[None, :] * np.linspace(1.05, 0.9, big)[:, None]
    grain = np.random.default_rng(seed).normal(0, 3, shade.shape)
    done = Image.fromarray(np.clip(shade * slope + grain, 0, 255).astype(np.uint8))
    return done.resize((side, side), Image.Resampling.LANCZOS)
