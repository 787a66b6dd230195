"""Addresses of this room of the desk."""

urlpatterns = []
