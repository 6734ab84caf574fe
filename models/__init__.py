"""The nouns of Otklik: one table a file. They know nobody."""

from models.account import Account, ApiToken, SignIn, WebSession
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
from models.page_facts import Look, PageFacts, StoredFacts
from models.page_week import HeldToNorm, PageReminder, PageStanding, PageVisits, PageWeek
from models.pass_run import PageTally, PassRun, PassTally
from models.plan import PlannedPost
from models.post import Post, SeenPost
from models.registry import RegistryEntry, RegistryPage, RegistryPerson
from models.review import Decision, ReviewItem, ReviewKey
from models.step import Step
from models.stored_finding import StoredFinding
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
    "Account",
    "Action",
    "ActionEvent",
    "ApiToken",
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
    "HeldToNorm",
    "Incident",
    "IncidentBody",
    "IncidentKey",
    "IncidentWord",
    "Judgement",
    "Listing",
    "Look",
    "MadeReport",
    "OutboxEntry",
    "Page",
    "PageFacts",
    "PageRef",
    "PageReminder",
    "PageStanding",
    "PageTally",
    "PageVisits",
    "PageWeek",
    "PassRun",
    "PassTally",
    "Pause",
    "Place",
    "Places",
    "PlannedPost",
    "Post",
    "RegistryEntry",
    "RegistryPage",
    "RegistryPerson",
    "ReviewItem",
    "ReviewKey",
    "SeenAuthor",
    "SeenComment",
    "SeenPost",
    "SeenSurge",
    "SignIn",
    "Step",
    "StoredFacts",
    "StoredFinding",
    "StoredVerdict",
    "Topic",
    "Trial",
    "Verdict",
    "WebSession",
    "WorkingDraft",
    "rows_of",
]
