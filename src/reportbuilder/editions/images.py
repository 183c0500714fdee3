"""The images of a report, made for each of its editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.layout.press import PlacedImage
from reportbuilder.standards.editions import Edition
from reportbuilder.style.model import HouseStyle

if TYPE_CHECKING:
    from reportbuilder.images.encode import EncodedImage
    from reportbuilder.images.prepare import ImageTarget
    from reportbuilder.press.prepare import PressRoom


def make_images(
    placed: Iterable[PlacedImage],
    editions: Collection[Edition],
    style: HouseStyle,
    folder: Path,
    press: PressRoom | None,
    diagnostics: Diagnostics,
) -> Mapping[Edition, Mapping[str, EncodedImage]]:
    """The images on pages, by their paths, for every edition: each file is decoded once. `folder` is the style's;
    `press` is asked for the print edition, and None without it. Files that cannot be shown are errors at their
    figures."""
    placed = tuple(placed)
    if not placed:
        return {edition: {} for edition in editions}
    from reportbuilder.images.prepare import ImageUse, ScreenTarget, prepare_images  # most reports have no images
    from reportbuilder.press.profile import read_profile

    def press_profile() -> bytes | None:
        profile = press.profile if press is not None else read_profile(style, folder, Diagnostics())
        return profile.data if profile is not None else None

    screen = Edition.CONCEPT if Edition.SCREEN not in editions else Edition.SCREEN
    targets: dict[str, ImageTarget] = {}
    if Edition.SCREEN in editions or Edition.CONCEPT in editions:
        targets[screen.value] = ScreenTarget(style.screen.images, press_profile)
    if Edition.PRINT in editions and press is not None:
        targets[Edition.PRINT.value] = press.images
    uses = (ImageUse(image.path, Path(image.path).name, image.size, image.place) for image in placed)
    made = prepare_images(uses, targets, diagnostics)
    return {edition: made.get(edition.value if edition is Edition.PRINT else screen.value, {}) for edition in editions}
