"""One message for many rows: `compile_batches` fills Arrow batches, `waml bulk` files.

pyarrow, the extra `waml[bulk]`, is imported when it is needed.
"""
