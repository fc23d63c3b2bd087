"""The keys that seal: made at first use, kept in the state folder, saved with every backup.

``keys/sealing`` holds ``0001.pem``, ``0002.pem``… (PKCS#8, readable by its owner alone). The last
one signs; those before it are kept, so that what they sealed is recognised.
"""

from boutdufil.adapters.keys.errors import KeysError
from boutdufil.adapters.keys.public import key_list, read_trusted
from boutdufil.adapters.keys.store import public_keys, renew_key, signing_key

__all__ = ["KeysError", "key_list", "public_keys", "read_trusted", "renew_key", "signing_key"]
