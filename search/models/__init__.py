"""What the search app keeps in the archive's database: which testimonies the index must be brought up to date for."""

from search.models.clock import SyncClock
from search.models.state import SearchState

__all__ = ["SearchState", "SyncClock"]
