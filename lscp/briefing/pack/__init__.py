"""The committee's pack: what came of what it asked for, the report in short, and, for officers, the likely questions.

``gathered`` reads the record; ``compose`` makes two documents of it; ``files`` checks, renders and writes them.
"""
