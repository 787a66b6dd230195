"""Settings of the public site when it runs as its own process: the shelf and nothing else.

``LSCP_SHELF_DATABASE_URL`` names a database role that may read the shelf's two tables only
(``lscp shelf-role`` prints the statements that make it).
"""

from lscp.config import environment
from lscp.config.settings import *  # noqa: F403
from lscp.config.settings import TEMPLATES, database

INSTALLED_APPS = ["django.contrib.staticfiles", "lscp.design", "lscp.shelf", "lscp.public"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lscp.design.requests.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "lscp.config.public_urls"
WSGI_APPLICATION = "lscp.config.public_wsgi.application"
DATABASES = {"default": database(environment.text("LSCP_SHELF_DATABASE_URL"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TEMPLATES = [
    {
        **TEMPLATES[0],
        "DIRS": [environment.ROOT / "lscp" / room / "templates" for room in ("design", "public")],
        "OPTIONS": {
            "environment": "lscp.design.jinja.environment",
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]
