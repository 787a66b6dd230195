"""What may become of a proposal: three statuses and four tables."""

PROPOSED, ACCEPTED, DISMISSED = "proposed", "accepted", "dismissed"

# Where one may go. What was accepted lives on in the thread and is closed or withdrawn there.
NEXT = {PROPOSED: {ACCEPTED, DISMISSED}, DISMISSED: {PROPOSED}, ACCEPTED: set()}

# Whose turn it is.
TURN = {PROPOSED: "whoever brings in committee papers", ACCEPTED: "nobody", DISMISSED: "nobody"}

# What is journalled, by the status reached.
JOURNALLED = {PROPOSED: "proposal.restored", ACCEPTED: "proposal.accepted", DISMISSED: "proposal.dismissed"}

# What is shown.
SHOWN = {PROPOSED: "Waiting for you", ACCEPTED: "Accepted", DISMISSED: "Dismissed"}

CHOICES = list(SHOWN.items())
