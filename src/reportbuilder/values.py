"""Frozen values: what the rooms hand to each other; and what is changed while it is made.

A value never changes; `replace` makes another one. (`settle` is for `__post_init__` alone: a field that follows from
the others.) Values are msgspec structs rather than dataclasses: making two hundred dataclasses costs a quarter of a
second at every start, making as many structs a few milliseconds.
"""

from typing import dataclass_transform

import msgspec
from msgspec import field
from msgspec.structs import fields, replace
from msgspec.structs import force_setattr as settle

__all__ = ["Mutable", "Value", "field", "fields", "replace", "settle"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(msgspec.Struct, frozen=True):
    """The base of all values: compared and hashed by what they hold, unless they say `eq=False`."""


@dataclass_transform(field_specifiers=(field,))
class Mutable(msgspec.Struct):
    """The base of what is filled in step by step; it has no hash, unless it says `eq=False`."""
