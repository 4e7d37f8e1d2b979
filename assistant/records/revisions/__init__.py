"""The steps that bring a database along, one file each, forwards only.

A new table: a file with its own `revision`, the one it needs as `down_revision` (mostly the
baseline: several may follow the same one), and `upgrade` with `op.create_table`. The test of the
migrations prints what lacks, ready to be put there.
"""
