"""The image files of a report, converted for each of its editions; every file is decoded once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.editions.model import EditionPages
from reportbuilder.loading import LoadedReport
from reportbuilder.press.profile import read_profile

if TYPE_CHECKING:
    from reportbuilder.images.encode import EncodedImage
    from reportbuilder.images.prepare import ImageTarget

_SCREEN = ""
"""The target of every edition without a press: one for all of them."""


def convert_images(
    report: LoadedReport, editions: Mapping[str, EditionPages], diagnostics: Diagnostics
) -> Mapping[str, Mapping[str, EncodedImage]]:
    """The images on the pages of each edition, by the paths of their files: in sRGB, or in the inks of its press.

    A file that cannot be shown is an error at its figure, and in none of them.
    """
    placed = [image for pages in editions.values() for image in pages.images]
    if not placed:
        return {name: {} for name in editions}
    from reportbuilder.images.prepare import (  # loads Pillow, and most reports have no images
        ImageUse,
        ScreenTarget,
        prepare_images,
    )

    style, folder = report.style, report.resources.styles / report.folder.settings.style
    press = next((pages.press for pages in editions.values() if pages.press is not None), None)

    def press_profile() -> bytes | None:
        """The profile of CMYK images that have none of their own."""
        profile = press.profile if press is not None else read_profile(style, folder, Diagnostics())
        return profile.data if profile is not None else None

    target_of = {name: _SCREEN if pages.press is None else name for name, pages in editions.items()}
    targets: dict[str, ImageTarget] = {
        target_of[name]: ScreenTarget(style.screen.images, press_profile) if pages.press is None else pages.press.images
        for name, pages in editions.items()
    }
    uses = (ImageUse(image.path, Path(image.path).name, image.size, image.place) for image in placed)
    converted = prepare_images(uses, targets, diagnostics)
    return {name: converted.get(target_of[name], {}) for name in editions}
