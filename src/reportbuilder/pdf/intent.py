"""For which device the colours of the file are meant: its output intent (ISO 32000-1, 14.11.5)."""

import zlib
from importlib.resources import files

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

_SRGB = "sRGB IEC61966-2.1"


def add_screen_intent(pdf: Pdf) -> None:
    """The colours are those of sRGB (ISO 19005-2, 6.2.3): the profile is in the file."""
    profile = files("reportbuilder.pdf").joinpath("profiles/sRGB.icc").read_bytes()
    stream = Stream(pdf, zlib.compress(profile, 9), Filter=Name.FlateDecode, N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_SRGB),
        RegistryName=String("http://www.color.org"),
        Info=String(_SRGB),
        DestOutputProfile=pdf.make_indirect(stream),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
