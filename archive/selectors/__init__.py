"""Reads: records for readers, built under an access decision. Every list has a bounded number of queries."""
