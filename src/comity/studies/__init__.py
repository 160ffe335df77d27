"""Studies: questions answered, and shipped worlds made, with the rest of Comity. Each is a short, readable program."""
