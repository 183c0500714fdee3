"""Base classes of data: `Value`, frozen, which rooms pass to each other, and `Mutable`, filled in step by step.

A value never changes; `replace` makes a changed copy. (`settle` is for `__post_init__` alone: it sets a field that
follows from the others.) Values are msgspec structs rather than dataclasses: making two hundred dataclasses costs a
quarter of a second at every start, making as many structs a few milliseconds.
"""

from typing import dataclass_transform

import msgspec
from msgspec import field
from msgspec.structs import fields, replace
from msgspec.structs import force_setattr as settle

__all__ = ["Mutable", "Value", "field", "fields", "replace", "settle"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Base class of frozen values; they are compared and hashed by their fields, unless defined with `eq=False`."""


@dataclass_transform(field_specifiers=(field,))
class Mutable(msgspec.Struct):
    """Base class of objects that are filled in step by step; not hashable, unless defined with `eq=False`."""
