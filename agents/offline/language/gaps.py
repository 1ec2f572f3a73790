"""Conditions without a number: missing or present, negative or zero, and rows that are to be left out."""

import re

from agents.offline.intent import Filter
from agents.offline.language.columns import Mention
from agents.offline.language.sentences import sentence_at
from agents.offline.language.types import NUMERIC
from agents.offline.vocabulary.actions import REMOVE

NULL = r"(?:null|missing|nan|blank|empty|not (?:available|recorded|given))"
MISSING_AFTER = re.compile(
    rf"^[\"'`)]*\s*(?:columns?|values?|field|entry)?\s*(?:is|are|was|were|has|have)\s+(?:an?\s+)?{NULL}\b",
    re.IGNORECASE,
)
MISSING_BEFORE = re.compile(
    r"\b(?:(?:have|has|with|having)\s+(?:no|an?\s+missing|missing)|without(?:\s+an?|\s+any)?|lack(?:s|ing)?)"
    r"\s+(?:(?:recorded|known|valid)\s+)?(?:(?:values?|entr(?:y|ies)|data|information)\s+(?:for|in|of|on)\s+)?(?:the\s+)?[\"'`]?$",
    re.IGNORECASE,
)
PRESENT_BEFORE = re.compile(
    r"\b(?:with|where|have|has|having)\s+(?:an?\s+)?(?:non-?(?:missing|null|empty)|valid|known"
    r"|recorded)\s+(?:values? (?:of|for|in)\s+)?[\"'`]?$",
    re.IGNORECASE,
)
PRESENT_AFTER = re.compile(
    rf"^[\"'`)]*\s*(?:columns?|values?)?\s*(?:is|are|was|were)\s+(?:not\s+{NULL}|non-?(?:null|missing)|present|recorded)\b",
    re.IGNORECASE,
)
SIGN_WORD = re.compile(
    r"\b(?:with|have|has|having)\s+(?:an?\s+)?(?P<sign>negative|positive|zero)\s+(?:\w+\s+)?[\"'`]?$|\b(?P<zero>zero)\s+(?:\w+\s+)?[\"'`]?$",
    re.IGNORECASE,
)
SIGN_AFTER = re.compile(
    r"^[\"'`)]*\s*(?:values?\s+)?(?:is|are|was|were)\s+(?P<sign>negative|positive|zero)\b", re.IGNORECASE
)
SIGNED = {"negative": ("<", 0), "positive": (">", 0), "zero": ("==", 0)}
REMOVED = re.compile(
    r"\b(?:is|are|was|were|be|being)\s+(?:then\s+|first\s+)?(?:removed|dropped|excluded|ignored"
    r"|discarded|left out|deleted|omitted|not considered|not counted|disregarded)\b",
    re.IGNORECASE,
)
UNREMOVED = re.compile(r"\b(?:not|never|n't|no need to|without)\s+(?:\w+\s+)?$", re.IGNORECASE)


def gap(text: str, mention: Mention) -> Filter | None:
    """`without a tree`, `tree is null`: the rows in which a value is missing."""
    missing = MISSING_BEFORE.search(text[: mention.start][-60:]) or MISSING_AFTER.match(text[mention.end :])
    return Filter(mention.column.name, "missing") if missing else None


def is_removed(text: str, mention: Mention) -> bool:
    """Whether the sentence says to leave out the rows that pass, as in `exclude the rows where X is zero`."""
    start, end = sentence_at(text, mention.start)
    if found := REMOVE.search(text, start, mention.start):
        return not UNREMOVED.search(text[start : found.start()])
    return bool(REMOVED.search(text, mention.end, end))


def without_number(text: str, mention: Mention) -> Filter | None:
    """A condition that is said in words: a value is there, or it is negative, positive or zero."""
    before, after = text[: mention.start], text[mention.end :]
    if PRESENT_BEFORE.search(before[-60:]) or PRESENT_AFTER.match(after):
        return Filter(mention.column.name, "present")
    signed = SIGN_WORD.search(before[-40:]) or SIGN_AFTER.match(after)
    if signed is None or mention.column.type not in NUMERIC:
        return None
    op, value = SIGNED[(signed["sign"] or "zero").casefold()]
    return Filter(mention.column.name, op, (value,))
