"""The demo archive: sourced history, vocabularies and catalogue records, and sample accounts marked as such."""
