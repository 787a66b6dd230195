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

# ── A chapter asked of an agency ──────────────────────────────────────────────────────────────────────────

REQUEST_STATUSES = [
    ("asked", "Asked for"),
    ("sent", "Sent to the partnership"),
    ("returned", "Sent back with a remark"),
    ("taken", "Taken over"),
    ("withdrawn", "No longer asked for"),
]

# Where one may go. Its writer may take back what was sent, until somebody has decided on it.
REQUEST_NEXT = {
    "asked": {"sent", "withdrawn"},
    "sent": {"asked", "returned", "taken", "withdrawn"},
    "returned": {"sent", "withdrawn"},
    "taken": set(),
    "withdrawn": set(),
}

# Whose turn it is.
REQUEST_TURN = {
    "asked": "the agency",
    "sent": "the partnership manager",
    "returned": "the agency",
    "taken": None,
    "withdrawn": None,
}
WITH_THE_AGENCY = ("asked", "returned")
REQUEST_OPEN = (*WITH_THE_AGENCY, "sent")

# What the journal calls each step.
REQUEST_VERBS = {
    "asked": "report.chapter_taken_back",
    "sent": "report.chapter_sent",
    "returned": "report.chapter_sent_back",
    "taken": "report.chapter_taken_over",
    "withdrawn": "report.chapter_request_withdrawn",
}
