"""The search app's addresses below a language prefix."""

from django.urls import path

from search.views import pages

urlpatterns = [
    path("search/", pages.search_page, name="search"),
    path("testimonies/", pages.browse_page, name="browse"),
]
