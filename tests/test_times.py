# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml.times import canonical_iso, epoch_ms_to_iso, iso_to_epoch_ms

LAST = 253402300799999  # 9999-12-31T23:59:59.999Z
FIRST = -62135596800000  # 0001-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2026-12-18T19:27:00Z", "2026-12-18T19:27:00Z"),
        ("2026-12-18T19:27Z", "2026-12-18T19:27:00Z"),
        ("2026-12-18 19:27:00Z", "2026-12-18T19:27:00Z"),
        ("2026-12-18t19:27:00z", "2026-12-18T19:27:00Z"),
        ("2026-12-18T19:27:00+00:00", "2026-12-18T19:27:00Z"),
        ("2026-12-18T19:27:00-03:00", "2026-12-18T22:27:00Z"),
        ("2026-12-18T23:27:00+0530", "2026-12-18T17:57:00Z"),
        ("2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"),
        ("2026-12-18T19:27:00.000Z", "2026-12-18T19:27:00Z"),
        ("2026-12-18T19:27:00.5Z", "2026-12-18T19:27:00.500Z"),
        ("2026-12-18T19:27:00.1239Z", "2026-12-18T19:27:00.123Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ],
)
def test_a_time_with_an_offset_is_written_in_utc(written: str, canonical: str) -> None:
    assert canonical_iso(written) == canonical


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-12-18", "2026-12-18T19:27:00", "19:27:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
     "2026-12-18T24:00:00Z", "2026-12-18T19:60:00Z", "2026-12-18T19:27:60Z", "2026-12-18T19:27:00+25:00",
     "2026-12-18T19:27:00 Z", " 2026-12-18T19:27:00Z", "2026-12-18T19:27:00Z\n", "２０２６-12-18T19:27:00Z", "20261218T192700Z",
     "2026-12-18T19:27:00.Z", "2026-12-18T19:27:00.1234567890Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00",
     "9999-12-31T23:59:59-01:00", "1788000000", "2" * 100_000],
)  # fmt: skip
def test_what_is_no_time_with_an_offset(text: str) -> None:
    assert canonical_iso(text) is None


@given(st.integers(FIRST, LAST))
def test_epochs_and_canonical_times_are_each_others_inverse(milliseconds: int) -> None:
    iso = epoch_ms_to_iso(milliseconds)
    assert canonical_iso(iso) == iso
    assert iso_to_epoch_ms(iso) == milliseconds


@given(st.text(max_size=30))
def test_canonical_times_are_their_own(text: str) -> None:
    iso = canonical_iso(text)
    assert iso is None or canonical_iso(iso) == iso


def test_epochs_out_of_the_calendar() -> None:
    assert epoch_ms_to_iso(0) == "1970-01-01T00:00:00Z"
    assert epoch_ms_to_iso(-1) == "1969-12-31T23:59:59.999Z"
    assert iso_to_epoch_ms("2026-12-18T19:27:00.250Z") % 1000 == 250
    for milliseconds in (LAST + 1, FIRST - 1, 10**30, -(10**30)):
        with pytest.raises(ValueError, match="no time of this calendar"):
            epoch_ms_to_iso(milliseconds)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        iso_to_epoch_ms("tomorrow")
