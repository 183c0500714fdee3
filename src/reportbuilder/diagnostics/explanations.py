"""What the codes mean, for people: `explanations.toml`, from which `docs/problems.md` is made."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from reportbuilder.values import Value


class Explanation(Value):
    """What a code stands for: what was found, why that matters, and an example, each a sentence or a few words.

    `found` and `reason` are empty for facts about finished PDFs, which the rules of the standards explain.
    """

    example: str
    found: str = ""
    reason: str = ""


def explanations() -> Mapping[str, Explanation]:
    """The explanation of every code of the program, by its name."""
    text = files("reportbuilder.diagnostics").joinpath("explanations.toml").read_text("utf-8")
    return {code: Explanation(**entry) for code, entry in tomllib.loads(text).items()}
