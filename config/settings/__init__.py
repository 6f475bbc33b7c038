"""Settings: base for all, dev (needs nothing), test, production (refuses to start half configured)."""
