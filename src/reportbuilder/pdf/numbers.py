"""Numbers as content streams write them."""

from functools import lru_cache


@lru_cache(4096)  # a page has few: the edges of its columns, the lines of its grid
def number(value: float) -> str:
    """Points to a hundredth (0.004 mm), without needless zeros; never in exponent form, which PDF does not know."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def fine(value: float) -> str:
    """The elements of a matrix, to a hundred-thousandth."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
