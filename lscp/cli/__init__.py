"""The ``lscp`` command: thin, one call each; a module for each subject, which adds its own commands to the parser.

Exit status: 0 done; 1 the input was read and something in it is wrong (said line by line on stderr); 2 usage.
With ``--json`` one JSON document goes to stdout and nothing else; progress goes to stderr.
Nothing here is loaded before it is needed: what counts an extract knows no Django.
"""

import argparse
import sys

from lscp.cli import asking, clock, disclosure, figures, founding, keeping, papers, reports, returns, running
from lscp.cli.arguments import Wrong
from lscp.refusal import Refused


def main(arguments=None):
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        return chosen.do(chosen) or 0
    except (Wrong, Refused) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0


def _parser():
    parser = argparse.ArgumentParser(
        prog="lscp", description="The record of a safeguarding children partnership."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for subject in (running, founding, papers, asking, returns, reports, figures, clock, disclosure, keeping):
        subject.add(commands)
    return parser
