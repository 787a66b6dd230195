"""Addresses of this room of the desk."""

from django.urls import path

from lscp.desk.journal import views

urlpatterns = [
    path("journal/", views.listed, name="journal"),
    path("journal/<int:number>", views.one, name="journal_event"),
]
