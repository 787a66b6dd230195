"""One step of something that has statuses: taken, refused in words, or overtaken by somebody else's."""

from lscp.desk.pages import attempt
from lscp.versioned import EditedMeanwhile


def taken(form, operation, *args, **fields):
    """Like ``attempt``; when somebody else took a step in between, the form says so and nothing typed is lost."""
    try:
        return attempt(form, operation, *args, **fields)
    except EditedMeanwhile:
        form.add_error(
            None,
            "Somebody else changed this while you were writing, so nothing was saved. What you typed is still here: "
            "go back and look at what they did before you save it.",
        )
        return None
