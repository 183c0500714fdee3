"""The pages of a report as they are handed to whoever draws them."""

from collections.abc import Mapping

from reportbuilder.layout.page import Page
from reportbuilder.values import Value


class Take(Value):
    """Pages by their places in the report, counted from 0."""

    pages: Mapping[int, Page]
    number: int = 0
    count: int = 1
