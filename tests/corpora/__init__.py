"""Real data sets turned into import batches, and their import into a scratch archive: ``python -m tests.corpora``.

Each converter splits, names and describes; what a file says is read by archive.transcripts alone.
"""
