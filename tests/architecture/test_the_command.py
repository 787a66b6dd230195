"""Each `lscp` command asks for what it reads: a function that reads an argument nobody declared fails only when run."""

import argparse
import inspect
import re

import pytest

from lscp import cli


def commands(parser, name="lscp"):
    """Every (name, parser) that does something."""
    if "do" in parser._defaults:
        yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from commands(below, f"{name} {word}")


COMMANDS = dict(commands(cli._parser()))


def read_by(function, seen=()):
    """The arguments that a command's function reads, itself or in a function of its module that it gives them to."""
    source = inspect.getsource(function)
    found = set(re.findall(r"\bchosen\.(\w+)", source)) - set(
        re.findall(r"\bchosen\.(\w+)(?:, \S+)? =", source)
    )
    for name in re.findall(r"\b(\w+)\(chosen\b", source):
        below = getattr(inspect.getmodule(function), name, None)
        if inspect.isfunction(below) and below not in seen:
            found |= read_by(below, (*seen, function))
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reads_no_argument_that_it_does_not_ask_for(name):
    parser = COMMANDS[name]
    asked = {action.dest for action in parser._actions}
    set_by_hand = {"address", "public_only"} if name == "lscp demo" else set()
    assert read_by(parser._defaults["do"]) - asked - set_by_hand == set()


def test_the_commands_are_found_and_so_is_what_they_read():
    assert len(COMMANDS) > 20
    assert read_by(COMMANDS["lscp report freeze"]._defaults["do"]) == {
        "partnership",
        "report",
        "edition",
        "email",
    }
