"""The archivists' work in Wagtail's admin: the testimony editor, words, tags, access, vocabularies, listings.

Everything here serves staff under Wagtail's page permissions. It reads drafts, which readers never see, and writes only
through ``archive.actions``.
"""
