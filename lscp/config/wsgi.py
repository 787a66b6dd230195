"""The desk and the public site in one process, for a small installation."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscp.config.settings")
application = get_wsgi_application()
