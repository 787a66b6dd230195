"""Addresses of this room of the desk."""

from django.urls import path

from lscp.desk.search import views

urlpatterns = [
    path("search", views.search, name="search"),
    path("search/questions", views.questions, name="questions"),
]
