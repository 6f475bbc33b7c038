"""The editorial addresses under the admin. Wagtail asks whoever comes to sign in; each view asks for its own right."""

from django.urls import path

from archive.editorial.access_view import AccessView
from archive.editorial.merging import MergeView, search_terms
from archive.editorial.words.adding import AddText
from archive.editorial.words.editing import EditText
from archive.editorial.words.editions import AlignText, Editions, ReadEdition, RestoreEdition
from archive.editorial.words.overview import RemoveText, WordsOverview
from archive.editorial.words.passage_page import PassagePage

app_name = "editorial"

_TEXT = "testimonies/<int:page_id>/words/<uuid:text_uuid>"

urlpatterns = [
    path("testimonies/<int:page_id>/words/", WordsOverview.as_view(), name="words"),
    path("testimonies/<int:page_id>/words/add/", AddText.as_view(), name="add_text"),
    path(f"{_TEXT}/", EditText.as_view(), name="text"),
    path(f"{_TEXT}/remove/", RemoveText.as_view(), name="remove_text"),
    path(f"{_TEXT}/align/", AlignText.as_view(), name="align_text"),
    path(f"{_TEXT}/editions/", Editions.as_view(), name="editions"),
    path(f"{_TEXT}/editions/<uuid:edition_id>/", ReadEdition.as_view(), name="edition"),
    path(f"{_TEXT}/editions/<uuid:edition_id>/restore/", RestoreEdition.as_view(), name="restore_edition"),
    path("testimonies/<int:page_id>/passages/<slug:anchor>/", PassagePage.as_view(), name="passage"),
    path("testimonies/<int:page_id>/access/", AccessView.as_view(), name="access"),
    path("vocabularies/terms/", search_terms, name="terms"),
    path("vocabularies/<slug:vocabulary>/<int:pk>/merge/", MergeView.as_view(), name="merge"),
]
