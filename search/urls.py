"""The search app's addresses below a language prefix."""

from django.urls import path  # noqa: F401

urlpatterns = []
