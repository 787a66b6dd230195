"""Addresses of the public site. An edition keeps its address for ever."""

from django.urls import path
from django.views.generic import RedirectView

from lscp.public import api, views

app_name = "public"


def with_a_slash(page):
    """Whoever types a slash at the end is led to the page."""
    return path(f"{page.pattern}/", RedirectView.as_view(pattern_name=f"{app_name}:{page.name}"))


ending_without_a_slash = [
    path("accessibility", views.accessibility, name="accessibility"),
    path("verify", views.verify, name="verify"),
    path("glossary", views.glossary, name="glossary"),
    path("worried-about-a-child", views.worried, name="worried"),
    path("api/v1/openapi.json", api.description, name="api_description"),
    path("api/v1/editions", api.editions, name="api_editions"),
    path("api/v1/editions/<slug:code>/<slug:work>/<int:number>", api.edition, name="api_edition"),
    path("<slug:code>/<slug:work>/<int:number>/proof", views.proof, name="proof"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.icon),  # asked for by a browser that shows an edition's own page
    path("api/v1/", api.index, name="api"),
    *ending_without_a_slash,
    *map(with_a_slash, ending_without_a_slash),
    path("<slug:code>/", views.partnership, name="partnership"),
    path("<slug:code>/worried-about-a-child", views.worried, name="worried_here"),
    path("<slug:code>/<slug:work>/", views.work, name="work"),
    path("<slug:code>/<slug:work>/<int:number>/", views.edition, name="edition"),
    path("<slug:code>/<slug:work>/<int:number>/<path:path>", views.file, name="file"),
]
