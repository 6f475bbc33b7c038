"""Figures, not tests: ``python -m tests.relevance`` says how well the right passages are found."""
