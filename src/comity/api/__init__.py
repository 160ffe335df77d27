"""The HTTP face: one process that keeps a registry, solves worlds, and says who may ask for what."""
