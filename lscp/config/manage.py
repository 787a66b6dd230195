"""Django's own commands (``python -m lscp.config.manage migrate``), for whoever maintains a site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscp.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
