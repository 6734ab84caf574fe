"""All screens of the incidents, one table."""

from fastapi import APIRouter

from web.incidents import acts, board, drafts, entry, merge, names, page, sending, table

router = APIRouter()
for screen in (board, table, entry, names, page, drafts, sending, merge, acts):
    router.include_router(screen.router)
