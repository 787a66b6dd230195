"""Answers from the record: search now; the question bank and the committee's pack next. Reads only."""
