"""Names in every script, as folders and compared."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submissions.arrival import names

READABLE = {
    "Øystein": "Øystein",
    "王": "王",
    "Ås, Øystein": "Ås-Øystein",
    "Дмитрий Иванов": "Дмитрий-Иванов",
    "हिन्दी": "हिन्दी",
    "नमिता": "नमिता",
    "محمد علي": "محمد-علي",
    "한글": "한글",
    "anna_12345": "anna_12345",
    "../../etc/passwd": "etc-passwd",
    "🙂": "submission",
    "": "submission",
    "\u202egnp": "gnp",
}


@pytest.mark.parametrize("name", READABLE)
def test_names_stay_readable_in_folders(name):
    assert names.slug(name) == READABLE[name]


@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_whatever_the_name_the_folder_can_be_made(name):
    slug = names.slug(name)
    assert slug == names.slug(slug) and len(os.fsencode(slug)) <= names.MAX_BYTES
    assert slug.isprintable() and not set(slug) & set("/\\.:*?\"<>|' \0")
    assert slug[0] != "-" and any(c.isalnum() for c in slug)


@pytest.mark.parametrize("written", ["Øystein Ås", "ås, øystein", "oystein as", "asoystein"])
def test_hands_write_a_name_differently(written):
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, written)
        assert names.key(text) in names.keys("Øystein Ås")


def test_other_names_are_other_names():
    assert names.keys("王伟") == {"王伟"}
    assert not names.keys("Anna Larsen") & names.keys("Anne Larsen")
    for other in ("नमता", "नमुता"):  # the vowel is written as a mark
        assert not names.keys("नमिता") & names.keys(other)
    assert names.keys("…") == set()
