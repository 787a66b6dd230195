"""Addresses of the public site as its own process."""

from django.urls import include, path

from lscp.config.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz"), path("", include("lscp.public.urls"))]

handler400 = "lscp.design.errors.bad_request"
handler404 = "lscp.design.errors.not_found"
handler500 = "lscp.design.errors.server_error"
