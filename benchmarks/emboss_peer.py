"""One build with emboss-pdf, in a process of its own: `python emboss_peer.py report.json out.pdf`."""

import functools
import json
import sys
from pathlib import Path
from typing import Any

from emboss import spec, styles, writer
from emboss.typography.hyphenation import Hyphenator

KINDS = {name: getattr(module, name) for module in (spec, styles) for name in dir(module) if name[0].isupper()}


def revive(values: dict[str, Any]) -> object:
    """An element of emboss's specification from the object that stands for it."""
    kind = values.pop("kind", None)
    return KINDS[kind](**values) if kind else values


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    data = json.loads(source.read_text(encoding="utf-8"), object_hook=revive)
    document = spec.Document(content=data["content"], **data["document"])
    for face, plain, strong, emphasis, both in data["fonts"]:
        for path, bold, italic in ((plain, 0, 0), (strong, 1, 0), (emphasis, 0, 1), (both, 1, 1)):
            document.fonts.register(face, path, bold=bool(bold), italic=bool(italic))
    # The writer knows English only; these are the patterns of the report's language, read as emboss reads its own.
    load = functools.partial(Hyphenator.load, source.with_name("patterns.txt"))
    setattr(writer, "Hyphenator", load)  # noqa: B010 - not a name that it offers
    document.save(target)
