"""What has which format."""

import pytest

from connectory.formats import format_checker, has_format

GOOD = {
    "date": ["2024-02-29"],
    "date-time": ["2024-05-01T10:00:00Z", "2024-05-01t10:00:00.123456789+02:00", "2016-12-31T23:59:60Z"],
    "date-time-local": ["2024-05-01T10:00:00", "2024-05-01T10:00:00.5"],
    "date-time-minute": ["2024-05-01T10:00"],
    "http-date": ["Sun, 31 May 2026 06:30:00 GMT"],
    "time": ["10:00:00Z", "23:59:59.5-01:00"],
    "duration": ["P1D", "PT2H30M", "P3W", "P1Y2M3DT4S"],
    "email": ["a@example.com", "ä@example.com"],
    "hostname": ["example.com", "a-b.c", "localhost"],
    "ipv4": ["127.0.0.1"],
    "ipv6": ["::1", "2001:db8::ff"],
    "uri": ["https://example.com/a?b#c", "urn:isbn:1", "mailto:a@example.com"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000"],
    "json": ["{}", "[1, null]", '"a"'],
}
BAD = {
    "date": ["2023-02-29", "2024-5-1", "20240501", "٢٠٢٤-٠٥-٠١", "2024-05-01\n"],
    "date-time": ["2024-05-01", "2024-05-01 10:00:00Z", "2024-05-01T10:00:00", "2024-13-01T10:00:00Z"],
    "date-time-local": [
        "2024-05-01T10:00:00Z",
        "2024-05-01T10:00",
        "2024-05-01t10:00:00",
        "2024-05-01T10:00:00+02:00",
        "",
    ],
    "date-time-minute": ["2024-05-01T10:00:00", "2024-05-01T24:00", "2024-05-01T1:000", "2024-05-01"],
    "http-date": ["Mon, 31 May 2026 06:30:00 GMT", "Sun, 31 May 2026 06:30:00 +0000", "31 May 2026", ""],
    "time": ["10:00", "25:00:00Z", "10:00:00"],
    "duration": ["P", "PT", "1D", "P1DT", "P1W2D"],
    "email": ["a", "@example.com", "a b@example.com"],
    "hostname": ["", "a..b", "-a", "a_b", "x" * 64],
    "ipv4": ["256.0.0.1", "1.2.3", "01.2.3.4"],
    "ipv6": ["1.2.3.4", ":::", "fe80::1%eth0"],
    "uri": ["example.com", "/a", "https://a b", "http://[::1"],
    "uuid": ["123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}"],
    "json": ["", "{", "NaN x"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_accepts(name: str, text: str) -> None:
    assert has_format(text, name)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_refuses(name: str, text: str) -> None:
    assert not has_format(text, name)


def test_checker_knows_these_formats_only_and_leaves_other_types_alone() -> None:
    checker = format_checker()
    assert set(checker.checkers) == set(GOOD)
    assert checker.conforms(5, "date")
    assert not checker.conforms("5", "date")
