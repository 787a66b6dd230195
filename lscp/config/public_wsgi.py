"""The public site as its own process: reads the shelf only."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscp.config.public_settings")
application = get_wsgi_application()
