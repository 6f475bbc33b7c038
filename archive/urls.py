"""The archive's addresses below a language prefix (config.urls adds the prefix and the pages' own tree)."""

from django.urls import path

from archive.records import Vocabulary
from archive.views import browsing, sign_in

_LISTS = {
    "themes": Vocabulary.THEME,
    "periods": Vocabulary.PERIOD,
    "places": Vocabulary.PLACE,
    "people": Vocabulary.PERSON,
}

urlpatterns = [
    path("collections/", browsing.collections_page, name="collections"),
    path("essays/", browsing.essays_page, name="essays"),
    path("glossary/", browsing.glossary_page, name="glossary"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
]
for name, vocabulary in _LISTS.items():
    urlpatterns += [
        path(f"{name}/", browsing.vocabulary_page, {"vocabulary": vocabulary}, name=name),
        path(f"{name}/<slug:slug>/", browsing.term_page, {"vocabulary": vocabulary}, name=vocabulary.value),
    ]
