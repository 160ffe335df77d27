"""How registries deal with one another: what they say, who carries it, and how they compare their books.

courier = Courier(writer, store.entry, peers, now)
for step in courier.round(): ...          # propose, finalise, complete what is under way, whoever was away meanwhile
report = reconcile({"A": near, **peers}, pause)  # totals first; where they differ, blocks
"""
