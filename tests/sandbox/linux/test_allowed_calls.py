"""The table of system calls beside the kernel's own headers, where they are installed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.sandbox.linux.allowed_calls import ALLOWED

X86 = [*Path("/usr/include").glob("**/asm/unistd_64.h")]
GENERIC = Path("/usr/include/asm-generic/unistd.h")
YOUNGER = {"fchmodat2", "map_shadow_stack", "mseal"}  # than the headers of some distributions


def _numbers(header: Path, prefix: str) -> dict[str, int]:
    lines = re.findall(rf"#define {prefix}_(\w+)\s+(\d+)", header.read_text())
    return {name: int(number) for name, number in lines}


@pytest.mark.skipif(not X86, reason="no headers of the kernel for x86_64")
def test_numbers_of_x86_64_are_the_kernels():
    known = _numbers(X86[0], "__NR")
    ours = {name: numbers[0] for name, numbers in ALLOWED.items()}
    assert {
        n: v for n, v in ours.items() if known.get(n) != v and n not in YOUNGER - {*known}
    } == {}


@pytest.mark.skipif(not GENERIC.exists(), reason="no generic headers of the kernel")
def test_numbers_of_aarch64_are_the_kernels():
    known = _numbers(GENERIC, "__NR3264") | _numbers(GENERIC, "__NR")
    known["newfstatat"] = known.pop("fstatat", 79)  # its name has a number for 32 bits beside it
    ours = {name: numbers[1] for name, numbers in ALLOWED.items()}
    assert {
        n: v for n, v in ours.items() if known.get(n) != v and n not in YOUNGER - {*known}
    } == {}


@pytest.mark.parametrize("column", [0, 1])
def test_no_number_stands_for_two_calls(column):
    numbers = [pair[column] for pair in ALLOWED.values() if pair[column] is not None]
    assert len(numbers) == len(set(numbers))
