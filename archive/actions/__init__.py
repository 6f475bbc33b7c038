"""Writes. Each is keyword-only, one transaction, with its audit row; signals go out inside the transaction."""
