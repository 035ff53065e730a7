"""Puts the parts together, once. Nothing is built when a module is imported; tests call the same function."""

import logging
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from adapters.directory import TomlDirectory, load_directory
from adapters.documents.chart_out import bar_chart
from adapters.documents.letter_out import WordLetters
from adapters.documents.packs.press import PdfPress
from adapters.documents.sandbox import Sandbox
from adapters.documents.word_templates import wrong as wrong_templates
from adapters.teams.door import TeamsDoor, build_teams
from adapters.teams.settings import TeamsSettings
from bot.clock import DemoClock, system_clock
from bot.delivery import Delivery
from bot.mailboxes import open_mailbox, vouching
from bot.mailroom import Mailroom
from bot.outbox import Outbox
from bot.places import Chat, Places, Post
from bot.settings import DEMO_PEOPLE, Settings
from bot.turns import Turns
from dialogs.stamps import Stamps
from dialogs.turn import Tools
from panel.acts import Act
from panel.appeal import Appeal
from panel.council import Council
from panel.decision import Decision, Package, Task
from panel.drill import Drill
from panel.emergency import EmergencyApproval
from panel.errors import ProfileError
from panel.family_letter import FamilyLetter, Recipient
from panel.intake import ReceivedMail
from panel.mail_tally import MailTally
from panel.meeting import PanelMeeting
from panel.minutes import Minutes
from panel.notices import Notice
from panel.pack import Pack
from panel.ports import Clock, Mailbox, Place
from panel.profile_files import load_profiles, load_superseded
from panel.records import Record
from panel.recurrence import Recurrence
from panel.referral import Referral
from panel.refs import Counter
from panel.reported import Reported, UnmetNeed
from panel.review import Review
from panel.rota import Leave
from store.documents import FolderDocuments
from store.journal import JournalStore
from store.loading import DOCUMENTS

KINDS: tuple[type[Record], ...] = (
    Referral,
    EmergencyApproval,
    PanelMeeting,
    Minutes,
    Pack,
    Decision,
    Package,
    Task,
    Review,
    Reported,
    UnmetNeed,
    Appeal,
    FamilyLetter,
    Recipient,
    Recurrence,
    ReceivedMail,
    MailTally,
    Leave,
    Drill,
    Notice,
    Act,
    Counter,
    Chat,
    Post,
)
"""Every kind of record the store holds."""
TALKERS = 4
"""Turns carried out at the same time; rules and store are synchronous and run off the event loop."""

log = logging.getLogger("panel_clerk")


@dataclass(frozen=True)
class Service:
    """The running parts."""

    settings: Settings
    clock: Clock
    store: JournalStore
    tools: Tools
    door: TeamsDoor
    outbox: Outbox
    mailroom: Mailroom
    mailbox: Mailbox
    pool: ThreadPoolExecutor
    turns: Turns


def open_store(settings: Settings) -> JournalStore:
    """The record store in the data folder; raises `StoreBusy` or `StoreDamaged`."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return JournalStore(settings.store, KINDS)


def build_council(settings: Settings) -> tuple[Council, TomlDirectory]:
    """The panels and the staff; raises `ProfileError` naming every mistake."""
    directory = load_directory(settings.people)
    profiles, superseded = load_profiles(settings.profiles), load_superseded(settings.profiles)
    return Council(profiles, directory, superseded=superseded), directory


def build(settings: Settings) -> Service:
    """The whole service, not yet started; raises `ProfileError` for a real service with the invented people."""
    council, directory = build_council(settings)
    for_teams = settings.for_teams(directory.tenant)
    if not settings.local and settings.people == DEMO_PEOPLE:
        raise ProfileError("PANEL_CLERK_PEOPLE", ["name the council's own list; the desk's people are invented"])
    settings.data.mkdir(parents=True, exist_ok=True)
    clock: Clock = DemoClock(settings.data / "clock") if settings.local else system_clock
    mailbox = open_mailbox(settings, council, for_teams, clock)
    store = open_store(settings)
    documents = FolderDocuments(settings.store / DOCUMENTS)
    letters = WordLetters(settings.templates)
    for problem in wrong_templates(settings.templates, council.profiles):
        # A broken letter is no reason to stop emergencies: it is said here, and again to whoever prepares the letter.
        log.error("a Word template cannot be used", extra={"why": problem})
    stamps = Stamps(card_key(settings.data / "card.key"))
    tools = Tools(store, council, documents, letters, stamps, _nonce, PdfPress(), bar_chart)
    places = Places(store, clock)
    _place_channels(council, for_teams, places)
    pool = ThreadPoolExecutor(TALKERS, thread_name_prefix="turn")
    turns = Turns(tools, places, pool, clock)
    door = build_teams(for_teams, turns.answer)
    delivery = Delivery(tools, door.messenger, mailbox, places, clock, settings.templates)
    outbox = Outbox(store, delivery, clock)
    sandbox, own = Sandbox(council.profiles), (settings.graph_mailbox, settings.ews_mailbox)
    mailroom = Mailroom(store, council, documents, sandbox, clock, vouching(settings), own)
    return Service(settings, clock, store, tools, door, outbox, mailroom, mailbox, pool, turns)


def card_key(file: Path) -> str:
    """The key that seals cards, made on the first start and readable by the service alone."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(32))
    return file.read_text()


def _nonce() -> str:
    return secrets.token_urlsafe(9)


def _place_channels(council: Council, teams: TeamsSettings, places: Places) -> None:
    """A panel's channel is named in the list of staff; its address is learnt anew when someone writes there."""
    for panel in council.profiles:
        channel = council.directory.channel(panel)
        if channel and places.of(panel) is None:
            places.remember(panel, Place(channel, teams.default_service_url, teams.tenants[0], personal=False))
