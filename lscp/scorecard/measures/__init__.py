"""What is counted: one pure function for each indicator."""
