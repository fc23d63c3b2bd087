"""Files people hand over: kept without a public address.

`services.store_file` keeps one, `selectors.read_file` gives its bytes, `responses.download` hands
it to a browser once a room's own permission said yes, `services.shred_file` destroys it.
"""
