"""The steps. Each keeps the data; none is changed once a release has it."""
