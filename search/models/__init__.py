"""What the search app keeps in the archive's database: which testimonies the index must be brought up to date for, and
what was asked of the worker.
"""

from search.models.clock import SyncClock
from search.models.state import SearchState
from search.models.task import SearchTask

__all__ = ["SearchState", "SearchTask", "SyncClock"]
