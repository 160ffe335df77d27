"""How the tables of a registry came to be, one step a version; forward only."""
