"""The pages that readers see, rendered from records."""
