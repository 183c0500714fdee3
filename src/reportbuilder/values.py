"""Frozen values: what the rooms hand to each other.

A value never changes; `replace` makes another one. Values are msgspec structs rather than dataclasses: making two
hundred dataclasses costs a quarter of a second at every start, making as many structs a few milliseconds.
"""

from typing import dataclass_transform

import msgspec
from msgspec import field
from msgspec.structs import fields, replace

__all__ = ["Value", "field", "fields", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(msgspec.Struct, frozen=True):
    """The base of all values: compared and hashed by what they hold, unless they say `eq=False`."""
