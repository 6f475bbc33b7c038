"""Full-text search on a server: Elasticsearch 8 or 9, OpenSearch 2 or 3."""

from search.engines.elastic.client import Server, ServerInfo
from search.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine", "Server", "ServerInfo"]
