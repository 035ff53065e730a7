"""A journal store in a folder of its own."""

import pytest

from store.journal import JournalStore
from tests.unit.store.story import KINDS


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def store(folder):
    opened = JournalStore(folder, KINDS)
    yield opened
    opened.close()
