"""The search app's addresses below a language prefix."""

from django.urls import path

from search.views import feed, pages, within

urlpatterns = [
    path("search/", pages.search_page, name="search"),
    path("search/feed/", feed.search_feed, name="search_feed"),
    path("feed/", feed.new_accounts, name="feed"),
    path("testimonies/", pages.browse_page, name="browse"),
    path("testimonies/<slug:slug>/search/", within.within_page, name="within"),
]
