"""Which schemas of functions a provider takes as strict; in doubt none: it refuses the whole request."""

from typing import Any

KEYWORDS = {
    *("type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const"),
    *("title", "description", "$schema", "$defs", "definitions", "$ref"),
}
"""What OpenAI and Azure take for all models; `minimum`, `pattern` and the like only some do."""
MOST_PROPERTIES, MOST_LEVELS = 100, 5
"""Azure's bounds on a strict schema; OpenAI's are wider."""
NAMED = ("properties", "$defs", "definitions")
KINDS = ("type", "anyOf", "$ref")


def is_closed(schema: Any) -> bool:
    """Tell whether a schema is an object all of whose objects have all their properties and no others."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return False
    left, properties = list[tuple[Any, int]]([(schema, 0)]), 0
    while left:
        one, levels = left.pop()
        if not isinstance(one, dict) or not _is_known(one) or not _is_whole(one):
            return False
        properties += len(one.get("properties", ()))
        levels += "properties" in one
        if properties > MOST_PROPERTIES or levels > MOST_LEVELS:
            return False
        left += ((inner, levels) for inner in _inside(one))
    return True


def _is_known(schema: dict[str, Any]) -> bool:
    """Whether a schema says what it is, in keywords that are taken and in the one form that each has."""
    return (
        schema.keys() <= KEYWORDS
        and any(kind in schema for kind in KINDS)
        and ("$ref" not in schema or len(schema) == 1)
        and all(isinstance(schema.get(name, {}), dict) for name in NAMED)
        and isinstance(schema.get("anyOf", []), list)
    )


def _is_whole(schema: dict[str, Any]) -> bool:
    """Whether an object has all its properties and no others; what is none passes."""
    kind, required = schema.get("type"), schema.get("required")
    kinds = kind if isinstance(kind, list) else [kind]
    if "array" in kinds and "items" not in schema:
        return False
    if "object" not in kinds and "properties" not in schema:
        return True
    properties = schema.get("properties")
    return (
        "object" in kinds
        and schema.get("additionalProperties") is False
        and isinstance(properties, dict)
        and isinstance(required, list)
        and all(name in required for name in properties)
        and all(name in properties for name in required if isinstance(name, str))
    )


def _inside(schema: dict[str, Any]) -> list[Any]:
    """The schemas that a schema is made of; the values of `enum` and `const` are none."""
    named = [one for name in NAMED for one in schema.get(name, {}).values()]
    return [*named, *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
