"""BagIt 1.0 (RFC 8493): files in a bag with manifests, as a folder and as one ZIP file.

The same files give the same bytes: nothing of the moment or the machine goes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

ALGORITHMS = ("sha256", "sha512")
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
PAYLOAD = "data/"
FORMAT_LABEL = "Reportbuilder-Package"
"""The label in bag-info.txt of the form in which reportbuilder made a package."""
_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bagged(payload: Mapping[str, bytes], info: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The files of a bag by their paths in it: the payload, whose paths are taken within `data/`, and the tag files.

    `info` are the lines of bag-info.txt; Payload-Oxum is added (RFC 8493, 2.2.2).
    """
    files = {PAYLOAD + path: data for path, data in sorted(payload.items())}
    oxum = f"{sum(map(len, files.values()))}.{len(files)}"
    tags = {DECLARATION: _DECLARED.encode(), INFO: _lines((*info, ("Payload-Oxum", oxum)))}
    tags |= {f"manifest-{name}.txt": _manifest(files, name) for name in ALGORITHMS}
    tags |= {f"tagmanifest-{name}.txt": _manifest(tags, name) for name in ALGORITHMS}
    return tags | files


def checksum(data: bytes, algorithm: str) -> str:
    """The checksum of bytes, in hexadecimal digits."""
    return hashlib.new(algorithm, data).hexdigest()


def encoded(path: str) -> str:
    """A path as manifests have it: line ends and the percent sign as RFC 8493, 2.1.3, writes them."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decoded(path: str) -> str:
    """A path as it is, from what a manifest has."""
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%0a", "\n").replace("%0d", "\r").replace("%25", "%")


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return "".join(f"{checksum(data, algorithm)}  {encoded(path)}\n" for path, data in sorted(files.items())).encode()


def _lines(entries: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in entries).encode()
