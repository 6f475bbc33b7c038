"""The words view: the language versions of a testimony, their passages, tags and editions.

It stands beside the page editor because words are not form fields of the page: each save makes a new edition and a page
revision that points to it.
"""
