"""Addresses of the desk: one line a room."""

from django.urls import include, path, re_path

from lscp.desk.accounts import closed
from lscp.desk.single_sign_on import come_back, leave

urlpatterns = [
    # Nobody opens an account here or changes its address: those pages of django-allauth do not exist.
    re_path("^account/(signup|email|confirm-email|login/code|social|3rdparty)/", closed),
    path("account/single-sign-on/", leave, name="single_sign_on"),
    path("account/single-sign-on/back/", come_back, name="single_sign_on_back"),
    path("account/", include("allauth.urls")),
    path("", include(("lscp.desk.rooms", "desk"))),
]
