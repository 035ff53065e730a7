"""What every document folder promises, shown on the real one."""

import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from panel.errors import StoreDamaged, StoreError, Unknown
from store.documents import FolderDocuments

CONTENT = b"a referral form"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "documents"


@pytest.fixture
def documents(folder):
    return FolderDocuments(folder)


def files(folder):
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]


@pytest.mark.parametrize("content", [CONTENT, b"", bytes(range(256)) * 10_000])
def test_what_was_put_comes_back(documents, content):
    """A document is known by the SHA-256 of its content, whatever it is."""
    digest = documents.put(content)

    assert (digest, documents.get(digest)) == (hashlib.sha256(content).hexdigest(), content)


def test_the_same_content_is_kept_once_under_its_digest_only(documents, folder):
    """Nothing of a document's name or type is on the disk."""
    assert (documents.put(CONTENT), documents.put(CONTENT)) == (DIGEST, DIGEST)

    assert files(folder) == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]


def test_a_document_outlives_the_process(documents, folder):
    """Another opening finds it."""
    documents.put(CONTENT)

    assert FolderDocuments(folder).get(DIGEST) == CONTENT


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd", DIGEST[:-1], DIGEST.upper(), DIGEST + "\n"])
def test_a_document_that_is_not_there_is_unknown(documents, digest):
    """Nothing but the digest of a stored document reads a file."""
    documents.put(CONTENT)

    with pytest.raises(Unknown):
        documents.get(digest)


@pytest.mark.parametrize("wrong", [b"another form...", b"", CONTENT[:-1]])
def test_an_altered_document_is_not_handed_out(documents, folder, wrong):
    """What no longer matches its digest is damage, not a document."""
    documents.put(CONTENT)
    (folder / files(folder)[0]).write_bytes(wrong)

    with pytest.raises(StoreDamaged, match=DIGEST):
        documents.get(DIGEST)


def test_putting_a_damaged_document_again_puts_it_right(documents, folder):
    """The sender's copy mends ours."""
    documents.put(CONTENT)
    (folder / files(folder)[0]).write_bytes(b"damage")

    documents.put(CONTENT)

    assert documents.get(DIGEST) == CONTENT


def test_threads_putting_the_same_document_keep_one_sound_copy(documents, folder):
    """Two people sending one file at once do not disturb each other."""
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: documents.put(CONTENT), range(40)))

    assert (digests, files(folder)) == ({DIGEST}, [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"])


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_no_document(documents, folder, monkeypatch, call):
    """A document the disk did not take is not there, and neither is a part of it."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / DIGEST[:2] / DIGEST[2:4]).mkdir(parents=True)
    monkeypatch.setattr(os, call, refuse)

    with pytest.raises(StoreError, match="No space left"):
        documents.put(CONTENT)

    assert files(folder) == []
