"""How mechanisms relate: who exists when, in which layer, how far apart, in which mode; and how that came about."""
