"""The Assistants API, version 2, and what version 1 says differently over HTTP."""

from fastapi import APIRouter

from server.dialects.assistants import assistants, messages, runs, steps, threads

router = APIRouter(tags=["Assistants"])
# Runs first: `/threads/runs` would be read as a thread's id.
for part in (assistants, runs, threads, messages, steps):
    router.include_router(part.router)
