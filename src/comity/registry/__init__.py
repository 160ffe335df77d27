"""Who holds what: units in serial blocks, accounts, a journal that replays, and the rules of what may be done."""
