"""What exists: parties, mechanisms, activities, agreements, read from files; and the clauses that they yield."""

from comity.world.clause import Clause, Holder
from comity.world.clauses import clauses
from comity.world.read import read_world
from comity.world.world import World

__all__ = ["Clause", "Holder", "World", "clauses", "read_world"]
