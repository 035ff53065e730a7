"""How hard a text is to read: the mean length of its sentences, and the age at which most children can read it.

The formula is the Flesch-Kincaid grade level (J. P. Kincaid and others, “Derivation of new readability formulas for
Navy enlisted personnel”, Research Branch Report 8-75, 1975): 0.39 words a sentence + 11.8 syllables a word − 15.59.
A grade is a year of school in the United States; five more give the age in years.
"""

import re
from dataclasses import dataclass
from functools import cache

import pyphen

MOST_WORDS = 20
"""Words a sentence may have on average."""
OLDEST = 11
"""Years of age: letters are written for readers of 9 to 11."""
_AGE_OF_GRADE = 5
_SENTENCE_ENDS = re.compile(r"[.!?]+[”’\")]*(?=\s|$)")
_WORD = re.compile(r"[A-Za-z’']+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[^aeiouydt]ed$")


@dataclass(frozen=True)
class Reading:
    """What a text asks of its reader. `mean` is in words a sentence, `age` in years."""

    words: int
    sentences: int
    mean: float
    age: float

    @property
    def plain(self) -> bool:
        """Whether a reader of 9 to 11 can follow it; a text without a sentence asks nothing."""
        return self.mean <= MOST_WORDS and self.age <= OLDEST


def measure(text: str) -> Reading:
    """The reading of a text; what does not end as a sentence counts as one."""
    pieces = [_WORD.findall(piece) for line in text.splitlines() for piece in _SENTENCE_ENDS.split(line)]
    sentences = [words for words in pieces if words]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading(0, 0, 0.0, 0.0)
    mean = len(words) / len(sentences)
    grade = 0.39 * mean + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return Reading(len(words), len(sentences), mean, max(grade + _AGE_OF_GRADE, 0.0))


@cache
def syllables(word: str) -> int:
    """The syllables of an English word, by LibreOffice's hyphenation or by its groups of vowels, whichever is more.

    Hyphenation leaves out breaks beside a first or last letter, as in “a-bout”, so alone it finds too few.
    """
    plain = word.lower().strip("’'")
    groups = len(_VOWELS.findall(plain)) - bool(_SILENT_E.search(plain))
    return max(len(_hyphens().positions(plain)) + 1, groups, 1)


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
