"""Any annual report, ours or not, read from a file into a `Document` and checked without a database. No Django.

`check_file(bytes, name)` reads HTML, Word, PDF or plain text in a process of its own and runs the checks on it.
"""

# ruff: noqa: F401

from lscp.files import Unreadable
from lscp.publication.drafts.checking import CheckedFile, check_file
