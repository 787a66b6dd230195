"""Addresses of the whole installation: the public site, the desk, and whether it is alive."""

from django.conf import settings
from django.urls import include, path

from lscp.config.health import healthz
from lscp.design.preview import preview

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *([path("desk/parts-of-a-page", preview)] if settings.DEMO else []),
    path("desk/", include("lscp.desk.urls")),
    path("", include("lscp.public.urls")),
]

handler400 = "lscp.design.errors.bad_request"
handler403 = "lscp.design.errors.forbidden"
handler404 = "lscp.design.errors.not_found"
handler429 = "lscp.design.errors.too_many_attempts"  # django-allauth asks for it when a limit is reached
handler500 = "lscp.design.errors.server_error"
