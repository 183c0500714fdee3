"""Images are prepared once, until their files or what they are prepared for change."""

from PIL import Image

from reportbuilder.diagnostics import Code, Diagnostics
from reportbuilder.images.encode import EncodedImage
from reportbuilder.images.prepare import ImageMemo, ImageUse, ScreenTarget, prepare_images
from reportbuilder.memo import Memo
from reportbuilder.style.model import ImageResolution

from .conftest import PLACE, Screen


class Prepared:
    """Prepares one image again and again, and remembers it."""

    def __init__(self, screen: Screen, name: str) -> None:
        self.path, self.memo = screen.folder / name, Memo()

    def image(
        self, size: tuple[float, float] = (7.2, 7.2), targets: str = ""
    ) -> tuple[EncodedImage | None, list[Code]]:
        """The image as it is encoded, and the codes of what is wrong with it."""
        diagnostics, target = Diagnostics(), ScreenTarget(ImageResolution(), lambda: None)
        use = ImageUse(str(self.path), self.path.name, size, PLACE)
        known = ImageMemo(self.memo, targets)
        made = prepare_images([use], {"screen": target}, diagnostics, known=known)["screen"]
        return made.get(str(self.path)), [problem.code for problem in diagnostics]


def test_an_image_is_prepared_once(screen: Screen) -> None:
    screen.save("a.png", Image.new("RGB", (40, 30), (200, 30, 30)))
    prepared = Prepared(screen, "a.png")
    first, _ = prepared.image()
    assert prepared.image()[0] is first
    assert prepared.image(size=(14.4, 14.4))[0] is not first
    assert prepared.image(targets="print")[0] is not first


def test_another_image_of_the_same_name_and_size_is_noticed(screen: Screen) -> None:
    screen.save("a.bmp", Image.new("RGB", (40, 30), (200, 30, 30)))
    prepared = Prepared(screen, "a.bmp")
    first, _ = prepared.image()
    screen.save("a.bmp", Image.new("RGB", (40, 30), (30, 200, 30)))
    second, _ = prepared.image()
    assert first is not None
    assert second is not None
    assert second.data != first.data


def test_a_file_that_cannot_be_read_is_reported_every_time(screen: Screen) -> None:
    path = screen.save("a.png", Image.new("RGB", (40, 30), (200, 30, 30)))
    whole = path.read_bytes()
    path.write_bytes(whole[:60])
    prepared = Prepared(screen, "a.png")
    codes = [prepared.image()[1] for _ in range(2)]
    assert codes[0] == codes[1] != []
    path.write_bytes(whole)
    assert prepared.image()[1] == []
