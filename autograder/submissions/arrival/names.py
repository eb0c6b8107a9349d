"""People's names, in every script: as names of folders, and compared however they were written."""

from __future__ import annotations

import re
import unicodedata

MAX_LETTERS = 60
MAX_BYTES = 160  # a file's name has at most 255, and results add endings and numbers
# Letters that are no letter with a mark, so that normalizing leaves them as they are.
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
)


def slug(name: str) -> str:
    """Return a name for a folder: letters and digits of any script, hyphens for all the rest."""
    text = unicodedata.normalize("NFKC", name)
    kept = "".join(c if c in "_-" or _is_of_a_word(c) else "-" for c in text)
    kept = re.sub("-+", "-", kept).strip("-")[:MAX_LETTERS]
    kept = kept.encode()[:MAX_BYTES].decode(errors="ignore").strip("-")
    return kept if any(c.isalnum() for c in kept) else "submission"


def _is_of_a_word(character: str) -> bool:
    """Also for the marks without which many scripts cannot be read."""
    kind = unicodedata.category(character)
    return kind[0] in "LN" or kind in ("Mn", "Mc")


def same_folder(slug: str) -> str:
    """Return what is equal for names that some file system takes for one."""
    return unicodedata.normalize("NFKC", slug.casefold())


def key(text: str) -> str:
    """Return what is equal for two ways to write a name: case, marks, blanks and signs aside."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(c for c in plain if _is_of_a_word(c) and not "\u0300" <= c <= "\u036f")


def keys(name: str) -> set[str]:
    """Return the keys of a name whose words may begin at any: first name first, or last."""
    words = [word for word in map(key, re.split(r"[\s,;]+", name)) if word]
    return {"".join(words[start:] + words[:start]) for start in range(len(words))}
