"""Full-text search in Elasticsearch 8 or 9, or OpenSearch 2 or 3."""
