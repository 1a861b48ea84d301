"""Facts: what the rooms recorded, as the engine's typed tables, without names, numbers of persons, phones or addresses.

``published`` says what each table is made of, ``sources`` reads the rooms' rows, ``store`` keeps Parquet files under
one manifest, ``feed`` follows the trail, ``snapshot`` opens a manifest for the engine. docs/adr/0008-facts.md says why.
"""
