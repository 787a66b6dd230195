"""Addresses of the desk: one line a room."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include(("lscp.desk.rooms", "desk"))),
]
