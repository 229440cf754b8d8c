"""Addresses of the articles app, below /search/. The articles themselves are Wagtail pages."""

from django.urls import path

from articles.finding import views

app_name = "articles"

urlpatterns = [
    path("", views.search, name="search"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
