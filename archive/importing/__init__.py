"""Importing batches: a table of accounts and the files it names become testimonies, each whole or not at all."""
