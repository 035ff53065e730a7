"""No damage goes unseen: bytes flipped, lines moved, files exchanged, and records altered with a right checksum."""

import json
import random
import shutil

import pytest

from panel.errors import StoreDamaged
from panel.notices import Notice
from store.checking import verify_folder
from store.journal import JournalStore
from store.lines import framed
from store.loading import ARCHIVE, JOURNAL
from tests.unit.store.story import KINDS, Paper, Stamp, change, edited, notice

KNOWN = {kind.KIND: kind for kind in (*KINDS, Notice)}


@pytest.fixture
def filled(store, folder):
    """A closed store with a snapshot, an archived trail and some commits since."""
    for number in range(6):
        store.transact(
            change(Paper(id=f"P{number}", text=f"text {number}", tags=("a",)), notices=(notice(f"N{number}"),))
        )
    store.transact(edited("P1", "changed"))
    store.compact()
    for number in range(6):
        store.transact(edited(f"P{number}", f"later {number}"))
    store.transact(change(Stamp(id="S1", number=1)))
    store.close()
    return folder


def state(folder):
    store = JournalStore(folder, KINDS)
    found = (store.read().find(Paper), store.read().find(Stamp), list(store.trail()))
    store.close()
    return found


def refusal(folder):
    """What opening says when it finds damage."""
    try:
        JournalStore(folder, KINDS).close()
    except StoreDamaged as error:
        return str(error)
    return ""


def lines_of(path):
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("flips", [1_000, pytest.param(10_000, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", [JOURNAL, ARCHIVE])
def test_a_flipped_byte_is_found_at_opening(filled, name, flips):
    """Whichever byte of the journal or the archived trail differs, the store does not open."""
    path = filled / name
    whole = path.read_bytes()
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    for _ in range(flips):
        place, wrong = dice.randrange(len(whole)), dice.randrange(1, 256)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ wrong]) + whole[place + 1 :])
        assert name in refusal(filled), f"seed {seed}: byte {place} of {name} xor {wrong} was not found"


def test_a_journal_cut_anywhere_gives_an_earlier_state_or_is_found(filled):
    """What opens is what some number of whole commits made; a cut inside the snapshot is damage."""
    path = filled / JOURNAL
    lines, whole = lines_of(path), path.read_bytes()
    ends, legal = [], []
    for count in range(len(lines) + 1):
        path.write_bytes(b"".join(lines[:count]))
        ends.append(path.stat().st_size)
        try:
            legal.append(state(filled))
        except StoreDamaged:
            legal.append(None)
    assert [each is None for each in legal] == [True] * 13 + [False] * 8

    for cut in range(0, len(whole), 13):
        path.write_bytes(whole[:cut])
        expected = legal[max(number for number, end in enumerate(ends) if end - 1 <= cut)]
        if expected is None:
            with pytest.raises(StoreDamaged):
                state(filled)
        else:
            assert state(filled) == expected, f"cut at {cut}"


def test_an_archive_cut_anywhere_is_found(filled):
    """The archived trail is all there or the store does not open."""
    path = filled / ARCHIVE
    whole = path.read_bytes()
    for cut in range(0, len(whole), 5):
        path.write_bytes(whole[:cut])
        with pytest.raises(StoreDamaged):
            JournalStore(filled, KINDS)


def swapped(lines):
    lines[15], lines[16] = lines[16], lines[15]


def removed(lines):
    del lines[15]


def repeated(lines):
    lines.insert(15, lines[15])


def emptied(lines):
    lines[15] = bytes(len(lines[15]))


def torn_in_the_middle(lines):
    lines[15] = lines[15][:-20]


@pytest.mark.parametrize(
    ("alter", "line"), [(swapped, 16), (removed, 16), (repeated, 17), (emptied, 16), (torn_in_the_middle, 16)]
)
def test_a_line_out_of_place_is_damage(filled, alter, line):
    """The error names the file, the line and the command that puts a backup back; nothing is cut off."""
    path = filled / JOURNAL
    lines = lines_of(path)
    alter(lines)
    path.write_bytes(b"".join(lines))
    before = path.read_bytes()

    with pytest.raises(StoreDamaged, match=rf"{JOURNAL}, line {line}: .*panel-clerk restore"):
        JournalStore(filled, KINDS)

    assert path.read_bytes() == before


def rewritten(path, number, alter):
    """Alter one line's payload the way somebody would who knows how checksums are made."""
    lines = lines_of(path)
    payload = alter(lines[number][40:-1])
    lines[number] = framed(number, payload)
    path.write_bytes(b"".join(lines))


@pytest.mark.parametrize("number", [8, 15])
def test_an_altered_record_with_a_right_checksum_is_reported(filled, number):
    """The trail vouches for every record, in the snapshot and since, so an altered one stands out."""
    record_id = json.loads(lines_of(filled / JOURNAL)[number][40:])[-1]["id"]
    kind = "notice" if record_id.startswith("N") else "paper"
    rewritten(
        filled / JOURNAL, number, lambda payload: payload.replace(b"person-2", b"person-9").replace(b"later", b"other")
    )

    report = verify_folder(filled, KNOWN)

    assert report.problems == (f"The {kind} {record_id} is not what the audit trail says was written.",)


def test_a_record_listed_wrongly_is_reported(filled):
    """The index values in the file are those of the record."""
    rewritten(filled / JOURNAL, 7, lambda payload: payload.replace(b'"about":["P1"]', b'"about":["P2"]'))

    assert verify_folder(filled, KNOWN).problems == ("The notice N0 is listed under values it does not have.",)


def test_an_altered_act_with_a_right_checksum_is_damage(filled):
    """Nobody can change who did what without breaking the chain."""
    rewritten(filled / JOURNAL, 15, lambda payload: payload.replace(b"person-1", b"person-9"))

    with pytest.raises(StoreDamaged, match="audit chain is broken"):
        JournalStore(filled, KINDS)


def test_an_act_left_out_with_right_checksums_is_damage(filled):
    """Nobody can take out an act and number the rest anew."""
    lines = lines_of(filled / JOURNAL)
    del lines[15]
    (filled / JOURNAL).write_bytes(b"".join(framed(number, line[40:-1]) for number, line in enumerate(lines)))

    with pytest.raises(StoreDamaged, match="audit chain is broken"):
        JournalStore(filled, KINDS)


def test_a_trail_of_another_store_is_damage(filled, tmp_path):
    """Journal and archived trail belong together, also when the trail is a longer one of the same store."""
    older = tmp_path / "older"
    shutil.copytree(filled, older)
    store = JournalStore(filled, KINDS)
    store.transact(edited("P1", "newer"))
    store.compact()
    store.close()
    shutil.copy(filled / ARCHIVE, older / ARCHIVE)

    with pytest.raises(StoreDamaged, match="not the one this journal was written with"):
        JournalStore(older, KINDS)


def test_a_sound_store_is_reported_sound(filled):
    """The report counts what it checked and gives the end of the chain."""
    store = JournalStore(filled, KINDS)

    report = store.verify()

    assert (report.good, report.records, report.commits, report.documents, len(report.link)) == (True, 13, 14, 0, 64)
    assert verify_folder(filled, KNOWN) == report
    store.close()
