"""Which functions of a response are strict where it does not say."""

import pytest

from server.dialects.functions import with_strict

TEXT = {"type": "string"}


def closed(**properties):
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def nested(levels):
    return closed(a=nested(levels - 1)) if levels else closed(a=TEXT)


def strict(schema):
    return with_strict([{"type": "function", "name": "f", "parameters": schema}])[0]["strict"]


@pytest.mark.parametrize(
    "schema",
    [
        closed(),
        closed(a=TEXT, b={"type": ["integer", "null"]}),
        closed(a={"type": "array", "items": closed(b=TEXT)}),
        closed(a={"anyOf": [closed(b=TEXT), {"type": "null"}]}),
        closed(a={"type": "object", **closed(properties=TEXT)}),
        {**closed(a={"$ref": "#/$defs/b"}), "$defs": {"b": closed(c=TEXT)}},
        closed(a={"type": "object", **closed(), "enum": [{"type": "object"}]}),
        closed(oneOf=TEXT, default=TEXT),
        nested(4),
        closed(**{f"p{n}": TEXT for n in range(100)}),
    ],
)
def test_a_schema_that_leaves_nothing_open_is_strict(schema):
    assert strict(schema) is True


@pytest.mark.parametrize(
    "schema",
    [
        None,
        {},
        TEXT,
        {"anyOf": [closed(a=TEXT)]},
        {"type": ["object", "null"], **{k: v for k, v in closed(a=TEXT).items() if k != "type"}},
        {"properties": {"a": TEXT}, "required": ["a"], "additionalProperties": False},
        {**closed(a=TEXT), "required": []},
        {**closed(a=TEXT), "required": ["a", "b"]},
        {**closed(a=TEXT), "required": "a"},
        {**closed(a=TEXT), "additionalProperties": True},
        {**closed(a=TEXT), "properties": [TEXT]},
        {"type": "object", "additionalProperties": False},
        closed(a={"properties": {"b": TEXT}}),
        closed(a={"type": ["object", "string"]}),
        closed(a={"type": "array"}),
        closed(a={"type": "array", "items": {"type": "object"}}),
        closed(a={"type": "array", "items": [TEXT]}),
        closed(a={"anyOf": [TEXT, {"type": "object"}]}),
        closed(a={"oneOf": [TEXT]}),
        closed(a={"type": "string", "minLength": 1}),
        closed(a={"type": "string", "default": "x"}),
        closed(a={"type": "string", "format": "uri"}),
        closed(a={"type": "integer", "minimum": 1}),
        nested(5),
        closed(**{f"p{n}": TEXT for n in range(101)}),
        closed(a={"$ref": "#/$defs/b", "description": "b"}),
        {**closed(a={"$ref": "#/$defs/b"}), "$defs": {"b": {"type": "object"}}},
        closed(a={}),
        closed(a=True),
    ],
)
def test_a_schema_that_a_provider_may_refuse_is_not_strict(schema):
    assert strict(schema) is False


@pytest.mark.parametrize("said", [True, False])
def test_what_a_request_says_itself_stays(said):
    tool = {"type": "function", "name": "f", "parameters": closed(), "strict": said}
    assert with_strict([tool]) == [tool]
