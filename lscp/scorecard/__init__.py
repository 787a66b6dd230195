"""From an agency's own extracts to counts that may leave the building.

Runs where the data lives, without the web application: `readers` turn an extract into events, `derive` turns
events into small whole numbers, `measures` say what is counted, `engine` counts, `returns` writes the counts down.
"""
