"""How hard a text is to read, as a US school grade: the measure of Flesch and Kincaid.

Grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59. No word is left out or made easier,
not even the names of illnesses. It tells where to look, not whether a text is good.
"""

import re

# Vowels side by side that are spoken apart, and those of them that are not.
APART = ("ia", "io", "iu", "eo", "ua", "uou", "ying", "eing")
TOGETHER = ("cia", "tia", "cio", "tio", "gio", "sio", "xio", "qua", "gua", "geo", "ious")
EXCEPTIONS = {"people": 2, "area": 3, "idea": 3, "ideas": 3, "every": 2, "something": 2, "sometimes": 2}
SILENT_END = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouylsxzcghj]es$|[aeiouy]les$")


def syllables(word: str) -> int:
    """How many syllables an English word has, by its vowels; right for about nine words of ten."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    count = len(re.findall(r"[aeiouy]+", word))
    count += sum(word.count(pair) for pair in APART) - sum(word.count(pair) for pair in TOGETHER)
    return max(1, count - bool(SILENT_END.search(word)))


def grade_of(text: str) -> float:
    """The school grade of a text; a colon ends a sentence as a full stop does."""
    sentences = [part for part in re.split(r"(?<=[.!?:])\s+", text) if re.search(r"\w", part)]
    words = [word for part in sentences for word in re.findall(r"[^\W_]+(?:['’.][^\W_]+)*", part)]
    spoken = sum(map(syllables, words))
    return round(0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59, 1)
