"""Figures over a snapshot of the facts: a question, the table that answers it, the records behind a cell.

``Question`` reads from and writes to an address; ``ask`` answers it as far as the actor may see; ``open_cell`` gives the
rows that one cell counts, and their count is the cell. What is shown of small places stands in
docs/adr/0009-suppression.md.
"""
