"""The terminal: one verb a module, every word of it in `text/`."""
