"""Clock, settings, logs, places, sweep and mailroom of the running service."""

import json
import logging
import sys
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.mail.proof import Vouching
from adapters.teams.settings import BadTeamsSettings
from bot.app import _guarded
from bot.clock import DemoClock, system_clock
from bot.logs import PrivateFormatter
from bot.mailroom import Mailroom
from bot.places import Places
from bot.settings import Settings
from bot.sweep import sweep
from bot.wiring import card_key
from panel.errors import DeliveryFailed, Refused, StoreError
from panel.intake import ReceivedMail
from panel.notices import Notice
from panel.ports import Place, RawMail
from panel.referral import Referral, ReferralStatus
from tests.fakes_store import MemoryStore
from tests.story import PRIYA, Story, council
from tests.unit.dialogs.stage import Shelf

NOON = datetime(2026, 11, 2, 10, tzinfo=UTC)
FORM = b"From: priya.nair@council.example\r\nTo: arp@council.example\r\nMessage-ID: <%d@x>\r\n\r\nHello\r\n"


def test_the_demonstration_clock_steps_forward_and_keeps_its_step(tmp_path: Path) -> None:
    """After a restart it shows the time it was set to, going on."""
    clock = DemoClock(tmp_path / "folder" / "clock")
    ahead = system_clock() + timedelta(days=3)
    clock.move_to(ahead)
    again = DemoClock(tmp_path / "folder" / "clock")()
    assert timedelta() <= again - ahead < timedelta(seconds=5)


def test_the_demonstration_clock_never_goes_back(tmp_path: Path) -> None:
    """Dates already promised hold."""
    clock = DemoClock(tmp_path / "clock")
    with pytest.raises(Refused, match="only goes forward"):
        clock.move_to(system_clock() - timedelta(minutes=1))
    assert not (tmp_path / "clock").exists()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("APP_ID", "SECRET", "TENANT", "LOCAL", "DATA"):
        monkeypatch.delenv(f"PANEL_CLERK_{name}", raising=False)
    return monkeypatch


def test_settings_come_from_the_environment(bare: pytest.MonkeyPatch) -> None:
    """Each begins with PANEL_CLERK_; a secret is never shown."""
    bare.setenv("PANEL_CLERK_PORT", "4000")
    bare.setenv("PANEL_CLERK_SECRET", "tell nobody")
    settings = Settings()
    assert settings.port == 4000
    assert "tell nobody" not in repr(settings)
    assert settings.store == Path("data/store")


def test_a_setting_that_is_no_number_is_refused(bare: pytest.MonkeyPatch) -> None:
    """A spelling mistake does not start a service that is half right."""
    bare.setenv("PANEL_CLERK_PORT", "many")
    with pytest.raises(ValidationError, match="port"):
        Settings()


@pytest.mark.parametrize(
    "given",
    [{}, {"app_id": "a"}, {"app_id": "a", "secret": "s", "certificate": "c.pem"}, {"local": True, "host": "0.0.0.0"}],
    ids=["nothing", "no secret", "both", "local for everyone"],
)
def test_settings_that_would_leave_the_bot_open_are_refused(bare: pytest.MonkeyPatch, given: dict[str, object]) -> None:
    """Without an identity to check there is no service, except for this machine alone."""
    with pytest.raises(BadTeamsSettings):
        Settings(**given).for_teams("tenant")  # type: ignore[arg-type]


def test_the_card_key_is_made_once_and_for_the_service_alone(tmp_path: Path) -> None:
    """Cards outlive a restart; nobody else on the machine can read the key."""
    first = card_key(tmp_path / "key")
    assert len(first) >= 40
    assert card_key(tmp_path / "key") == first
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_log_line_says_where_an_error_was_and_never_what_it_said() -> None:
    """The message of an error may hold what somebody typed."""
    try:
        raise ValueError("KANARIE")
    except ValueError:
        record = logging.LogRecord("panel_clerk.x", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())
    record.referral = "CB-0001"
    line = PrivateFormatter("%(levelname)s %(message)s").format(record)
    assert "KANARIE" not in line
    assert json.loads(line)["referral"] == "CB-0001"
    assert json.loads(line)["exc_info"].startswith("ValueError at ")


def test_a_chained_error_does_not_bring_its_message_either() -> None:
    """Nor does the error it came from."""
    try:
        try:
            raise KeyError("KANARIE")
        except KeyError as inner:
            raise RuntimeError("KANARIE two") from inner
    except RuntimeError:
        record = logging.LogRecord("panel_clerk.x", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())
    assert "KANARIE" not in PrivateFormatter("%(message)s").format(record)


def test_where_somebody_writes_from_is_kept_when_it_changes_and_only_then() -> None:
    """A person's chat is noted once; a new address of Teams is taken over."""
    story = Story()
    places = Places(story.store, lambda: story.now)
    first, second = (Place("a:1", url, "tenant") for url in ("https://one.invalid", "https://two.invalid"))
    for place in (first, first, second, second):
        places.remember(PRIYA, place)
    assert places.of(PRIYA) == second
    assert [entry.act for entry in story.store.trail(PRIYA)] == ["chat_noted", "chat_noted"]
    assert places.of("nobody") is None


def test_sweeping_twice_owes_nothing_twice() -> None:
    """The second look at the same moment commits nothing."""
    story = Story()
    story.meetings()
    story.urgent()
    story.later(hours=3)
    counts = [sweep(story.store, story.council, lambda: story.now) for _ in range(3)]
    notices = story.store.read().count(Notice)
    assert counts[0] > 0
    assert counts[1:] == [0, 0]
    assert sweep(story.store, story.council, lambda: story.now) == 0
    assert story.store.read().count(Notice) == notices


def test_a_record_that_cannot_be_worked_out_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    """It is named in the log by its reference, and the next record has its turn."""
    story = Story()
    story.meetings()
    bad = story.begin()
    story.urgent()
    held = story.store.held
    gone = {"panel": "no-such-panel", "status": ReferralStatus.AWAITING_AUTHORISATION}
    held[("referral", bad)] = held[("referral", bad)].model_copy(update=gone)
    story.later(days=1)
    story.later(hours=3)
    assert sweep(story.store, story.council, lambda: story.now) > 0
    logged = [record for record in caplog.records if record.name == "panel_clerk.sweep"]
    assert [vars(record)["record"] for record in logged] == [bad]


async def test_trouble_with_the_mailbox_is_logged_in_words_an_administrator_can_act_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And of any other failure only the kind, since its message may hold what somebody wrote."""

    def failing(error: Exception) -> Callable[[], Awaitable[int]]:
        async def work() -> int:
            raise error

        return work

    await _guarded(failing(DeliveryFailed("give the app its rights")))
    await _guarded(failing(Refused("Jane may not")))
    assert [vars(record)["why"] for record in caplog.records] == ["give the app its rights", "Refused"]


class Folder:
    """Mails that wait, and where they were put."""

    def __init__(self, *contents: bytes) -> None:
        self.mails = [RawMail(f"m{n}", content) for n, content in enumerate(contents)]
        self.filed: list[tuple[str, bool]] = []
        self.stuck: set[str] = set()

    async def waiting(self, besides: Collection[str] = ()) -> list[RawMail]:
        return [mail for mail in self.mails if mail.handle not in besides]

    async def file(self, handle: str, *, attention: bool) -> None:
        if handle in self.stuck:
            raise DeliveryFailed("the mailbox is away")
        self.filed.append((handle, attention))


class Closed:
    """Opens no form."""

    def read_form_safely(self, _: bytes) -> None:
        raise AssertionError("there is no form in these mails")

    def close(self) -> None:
        """Nothing runs."""


def mailroom(store: MemoryStore) -> Mailroom:
    return Mailroom(store, council(), Shelf(), Closed(), lambda: NOON, Vouching(believing=True))  # type: ignore[arg-type]


async def test_a_mail_is_kept_whole_before_it_is_filed() -> None:
    """The raw mail is in the documents, its fate in the record, and only then does it leave the inbox."""
    store, folder = MemoryStore(), Folder(FORM % 1)
    taken = await mailroom(store).run_once(folder)  # type: ignore[arg-type]
    [mail] = store.read().find(ReceivedMail)
    assert (taken, folder.filed, mail.reason) == (1, [("m0", True)], "no_form")


async def test_a_mail_that_cannot_be_settled_stays_and_the_next_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    """A full disk loses no mail: it is tried again in the next round."""
    store, folder = MemoryStore(), Folder(FORM % 1, FORM % 2)
    store.failing = True
    await mailroom(store).run_once(folder)  # type: ignore[arg-type]
    filed_then = list(folder.filed)
    store.failing = False
    await mailroom(store).run_once(folder)  # type: ignore[arg-type]
    assert filed_then == []
    assert [handle for handle, _ in folder.filed] == ["m0", "m1"]
    assert {vars(r)["why"] for r in caplog.records if r.name == "panel_clerk.mailroom"} == {StoreError.__name__}
    assert store.read().count(Referral) == 0


async def test_a_mail_that_cannot_be_moved_is_settled_once_and_keeps_none_waiting() -> None:
    """It is given again, is known, and then goes where it belonged at first."""
    store, folder = MemoryStore(), Folder(FORM % 1, FORM % 2)
    folder.stuck = {"m0"}
    await mailroom(store).run_once(folder)  # type: ignore[arg-type]
    moved_then = list(folder.filed)
    folder.stuck = set()
    await mailroom(store).run_once(folder)  # type: ignore[arg-type]
    assert (moved_then, folder.filed[1:]) == ([("m1", True)], [("m0", True), ("m1", True)])
    assert store.read().count(ReceivedMail) == 2
