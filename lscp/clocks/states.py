"""What may become of a clock: four statuses and four tables. Overdue and late are questions, not statuses."""

RUNNING, PAUSED, MET, VOID = "running", "paused", "met", "void"

# Where one may go. Met and void are ends; a clock ended by mistake is started again, and both stay on record.
NEXT = {RUNNING: {PAUSED, MET, VOID}, PAUSED: {RUNNING, MET, VOID}, MET: set(), VOID: set()}

# Whose turn it is.
TURN = {
    RUNNING: "whoever must do what the duty asks",
    PAUSED: "whoever paused it, once the reason is gone",
    MET: "nobody",
    VOID: "nobody",
}

# What is journalled, by the status reached. Starting is journalled as clock.started.
JOURNALLED = {RUNNING: "clock.resumed", PAUSED: "clock.paused", MET: "clock.met", VOID: "clock.voided"}

# What is shown.
SHOWN = {RUNNING: "Running", PAUSED: "Paused", MET: "Done", VOID: "No longer needed"}

CHOICES = list(SHOWN.items())
