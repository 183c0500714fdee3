"""A fuzzer of whole commands: see `__main__.py`."""
