"""How Django prints and reads dates, times and numbers in each language of the interface (FORMAT_MODULE_PATH)."""
