"""What of a value does not fit a JSON schema. A keyword that is not known here is an error."""

KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
READ = {"type", "properties", "required", "additionalProperties", "items", "enum", "$ref"}
SAID = {"description", "format", "default"}


def faults(value, schema, components, where="$"):
    """Return each place that does not fit, in words; nothing when all fits."""
    unknown = set(schema) - READ - SAID
    if unknown:
        return [f"{where}: keywords nobody checks: {sorted(unknown)}"]
    if "$ref" in schema:
        return faults(value, components[schema["$ref"].rpartition("/")[2]], components, where)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(is_a(value, kind) for kind in kinds):
        return [f"{where}: {value!r} is no {' or '.join(kinds)}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is not one of {schema['enum']}"]
    if isinstance(value, list):
        inner = [(one, schema["items"], f"{where}[{at}]") for at, one in enumerate(value)]
    elif isinstance(value, dict):
        return object_faults(value, schema, components, where)
    else:
        inner = []
    return [fault for one, own, at in inner for fault in faults(one, own, components, at)]


def object_faults(value, schema, components, where):
    """Return what does not fit of an object."""
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{where}: no {name}" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        at = f"{where}.{name}"
        if name in known:
            found += faults(one, known[name], components, at)
        elif more is False:
            found.append(f"{at}: not described")
        elif more is not True:
            found += faults(one, more, components, at)
    return found


def is_a(value, kind):
    """Tell whether a value is of a kind; true and false are no numbers."""
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, KINDS[kind])
