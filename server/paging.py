"""Lists as OpenAI gives them, in pages."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from server.state.records import Listed, Page

MOST, USUAL = 100, 20
MOST_FILES = 10_000


def page(
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
    order: Literal["asc", "desc"] = "desc",
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """Read which part of a list is asked for."""
    return Page(limit, order, after, before)


def page_of_files(
    limit: Annotated[int, Query(ge=1, le=MOST_FILES)] = MOST_FILES,
    order: Literal["asc", "desc"] = "desc",
    after: str | None = None,
) -> Page:
    """Read which part of the list of files is asked for."""
    return Page(limit, order, after)


def as_list(listed: Listed) -> dict[str, Any]:
    """Make the object that a list is."""
    return list_of([record.body for record in listed.records], listed.has_more)


def list_of(bodies: Sequence[dict[str, Any]], has_more: bool = False) -> dict[str, Any]:
    """Make a list object of objects."""
    return {
        "object": "list",
        "data": list(bodies),
        "first_id": bodies[0]["id"] if bodies else None,
        "last_id": bodies[-1]["id"] if bodies else None,
        "has_more": has_more,
    }


Paging = Annotated[Page, Depends(page)]
FilePaging = Annotated[Page, Depends(page_of_files)]
