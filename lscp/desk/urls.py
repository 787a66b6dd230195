"""Addresses of the desk: one line a room."""

from django.urls import include, path, re_path

from lscp.desk.accounts import closed

urlpatterns = [
    # Nobody opens an account here or changes its address: those pages of django-allauth do not exist.
    re_path("^account/(signup|email|confirm-email|login/code|social|3rdparty)/", closed),
    path("account/", include("allauth.urls")),
    path("", include(("lscp.desk.rooms", "desk"))),
]
