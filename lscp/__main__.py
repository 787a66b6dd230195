"""``python -m lscp`` is the ``lscp`` command."""

import sys

from lscp.cli import main

sys.exit(main())
