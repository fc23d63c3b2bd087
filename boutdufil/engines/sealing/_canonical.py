"""Canonical JSON: the same value gives the same bytes, on every machine, in every language.

RFC 8785 (JCS) for objects with text keys, lists, texts, booleans, null and integers of at most
53 bits. Other numbers are refused, since their form is where implementations part: write a
decimal as text, money as integer cents.
"""

import json
from collections.abc import Mapping
from typing import Any

from boutdufil.engines.sealing._errors import SealError

LARGEST_INTEGER = 2**53 - 1


def canonical_json(value: object) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value.

    :raises SealError: for a float, an integer beyond 53 bits, a key that is no text, a text that
        is not Unicode (a lone surrogate), or anything JSON does not know.
    """
    try:
        return _write(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise SealError(f"a text is not Unicode: {error.object!r}") from error
    except RecursionError as error:
        raise SealError("a value is nested too deep") from error


def read_canonical(content: bytes) -> Any:
    """Return the value of canonical bytes.

    :raises SealError: when the bytes are not JSON, or not in the canonical form.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SealError(f"no JSON: {error}") from error
    if canonical_json(value) != content:
        raise SealError("not in the canonical form (RFC 8785)")
    return value


def _write(value: object) -> str:
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return _write_integer(value)
    if isinstance(value, Mapping):
        members = (f"{_write(key)}:{_write(value[key])}" for key in sorted(value, key=_key_order))
        return f"{{{','.join(members)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_write, value))}]"
    raise SealError(f"{value!r} has no canonical form: write texts, integers, lists and objects")


def _write_integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise SealError(f"{value} is beyond 53 bits: write it as text")
    return str(int(value))


def _key_order(key: object) -> bytes:
    # RFC 8785, 3.2.3: by UTF-16 code units, which is not the order of code points.
    if not isinstance(key, str):
        raise SealError(f"the key {key!r} is no text")
    return key.encode("utf-16-be", "surrogatepass")
