"""Figures, not tests: ``python -m tests.benchmarks``. Nothing here asserts a number of seconds."""
