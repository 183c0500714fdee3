"""What all tests share: properties have no deadline, for a busy machine is no fault of the code."""

import gc
import os

from hypothesis import settings

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands in processes of their own need not compile everything anew

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """The modules and tests that are loaded stay to the end: the collector of cycles need not look at them again."""
    gc.collect()
    gc.freeze()
