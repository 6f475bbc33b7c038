"""The JSON API, version 1. Its own documentation page stays off: it would load scripts from another host."""

from ninja import NinjaAPI

from archive.rest import router as archive_router
from search.rest import router as search_router

api = NinjaAPI(title="Rawi", version="1", urls_namespace="rawi-v1", docs_url=None)
api.add_router("", archive_router)
api.add_router("", search_router)
