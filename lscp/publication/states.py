"""Where an edition stands, in tables."""

STATUSES = [
    ("draft", "Being written"),
    ("signing", "Out for signing"),
    ("frozen", "Signed and frozen"),
    ("published", "Published"),
]

# Where one may go. A change of the text leads back from signing to draft, and voids the signatures.
NEXT = {
    "draft": {"signing"},
    "signing": {"draft", "frozen"},
    "frozen": {"published"},
    "published": set(),
}

# The text of an edition in one of these may still be changed.
IN_WRITING = ("draft", "signing")

# Whose turn it is.
TURN = {
    "draft": "the writers",
    "signing": "the safeguarding partners",
    "frozen": "the partnership manager",
    "published": None,
}

# What the journal calls each step.
VERBS = {
    ("draft", "signing"): "report.sent_for_signing",
    ("signing", "draft"): "report.signatures_voided",
    ("signing", "frozen"): "report.frozen",
    ("frozen", "published"): "report.published",
}

# What is shown beside the words: colour only helps.
COLOURS = {"draft": "yellow", "signing": "blue", "frozen": "purple", "published": "green"}
