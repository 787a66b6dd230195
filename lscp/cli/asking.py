"""What the record answers when a member asks."""

from pathlib import Path

from lscp.cli.arguments import Wrong, command, print_json, solver_aside
from lscp.cli.running import open_record


def add(commands):
    asking = command(
        commands, "ask", answers, "what the record answers to a member's question, with its evidence"
    )
    asked = asking.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", metavar="QUESTION")
    asked.add_argument("--file", type=Path, metavar="QUESTIONS.txt", help="one question a line")
    asking.add_argument("--partnership", required=True, metavar="CODE")
    asking.add_argument("--json", action="store_true")


def answers(chosen):
    questions = _questions(chosen)
    open_record()
    from lscp.briefing.commands import answers_of, in_words

    with solver_aside():
        found = answers_of(chosen.partnership, questions)
    if chosen.json:
        documents = [asked.as_json() for asked in found]
        print_json(documents if chosen.file else documents[0])
    else:
        print("\n\n".join(map(in_words, found)))


def _questions(chosen):
    if not chosen.file:
        return [chosen.question]
    try:
        text = chosen.file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Wrong(f"{chosen.file} could not be read: {error.strerror or error}. Check the path.") from None
    except UnicodeDecodeError:
        raise Wrong(f"{chosen.file} is not plain text in UTF-8. Save it as UTF-8 and try again.") from None
    return [line.strip() for line in text.splitlines() if line.strip()]
