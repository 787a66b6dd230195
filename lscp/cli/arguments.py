"""What each command is made of: its place in the parser, its arguments, and its two ways to answer."""

import argparse
import ctypes
import json
import os
import sys
from contextlib import contextmanager
from datetime import date


class Wrong(Exception):
    """What was given was read and is wrong: one line or more for stderr, and exit status 1."""


def command(parent, name, do, help):
    added = parent.add_parser(name, help=help, description=help)
    added.set_defaults(do=do)
    return added


def family(parent, name, help):
    """A command that is followed by another one: ``lscp return check``."""
    added = parent.add_parser(name, help=help, description=help)
    return added.add_subparsers(title="commands", metavar="COMMAND", required=True)


def a_date(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write it like 2022-05-31") from None


def columns(text):
    return [column.strip() for column in text.split(",") if column.strip()]


def print_json(document):
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


@contextmanager
def solver_aside():
    """HiGHS prints a line of its own now and then, whatever it is told: to stderr, for stdout is our answer alone."""
    sys.stdout.flush()
    answers = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what its C library still holds back
        os.dup2(answers, 1)
        os.close(answers)
