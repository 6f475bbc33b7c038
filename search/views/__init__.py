"""The pages that search and browse."""
