"""The nouns of Otklik: one table a file. They know nobody."""

from models.action import Action, ActionEvent, Evidence
from models.author import Author, SeenAuthor
from models.base import Base, rows_of
from models.batch import Batch, Listing
from models.comment import Attachment, Comment, CommentVersion, SeenComment
from models.deadline import Deadline
from models.incident import Incident, IncidentBody
from models.incident_key import IncidentKey, IncidentWord
from models.made_report import Delivery, MadeReport
from models.outbox import OutboxEntry, Pause
from models.page import Cursor, Page, PageRef
from models.pass_run import PageTally, PassRun, PassTally
from models.post import Post, SeenPost
from models.review import Decision, ReviewItem
from models.step import Step
from models.surge import SeenSurge
from models.trial import Trial
from models.verdict import (
    CATEGORIES,
    Finding,
    Judgement,
    Place,
    Places,
    StoredVerdict,
    Topic,
    Verdict,
)
from models.working_draft import WorkingDraft

__all__ = [
    "CATEGORIES",
    "Action",
    "ActionEvent",
    "Attachment",
    "Author",
    "Base",
    "Batch",
    "Comment",
    "CommentVersion",
    "Cursor",
    "Deadline",
    "Decision",
    "Delivery",
    "Evidence",
    "Finding",
    "Incident",
    "IncidentBody",
    "IncidentKey",
    "IncidentWord",
    "Judgement",
    "Listing",
    "MadeReport",
    "OutboxEntry",
    "Page",
    "PageRef",
    "PageTally",
    "PassRun",
    "PassTally",
    "Pause",
    "Place",
    "Places",
    "Post",
    "ReviewItem",
    "SeenAuthor",
    "SeenComment",
    "SeenPost",
    "SeenSurge",
    "Step",
    "StoredVerdict",
    "Topic",
    "Trial",
    "Verdict",
    "WorkingDraft",
    "rows_of",
]
