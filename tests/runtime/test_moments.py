"""Dates and times of Python in the forms that APIs read."""

# ruff: noqa: DTZ001 - times without a zone are what is tested

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from compiled import Compiled
from hypothesis import given
from hypothesis import strategies as st
from vectors import each_vector

from connectory.model import MOMENTS
from connectory_runtime._moments import Form, UnfitMomentError, written
from connectory_runtime._schema._formats import has_format

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXTS = sorted(name for name, kind in MOMENTS.items() if kind == "string")


@each_vector("moments")
def test_vectors(vector: dict[str, Any]) -> None:
    moment = datetime.fromisoformat(vector["moment"]).replace(fold=vector.get("fold", 0))
    form = Form(vector["form"], vector.get("zone"))
    if "refused" in vector:
        with pytest.raises(UnfitMomentError, match=vector["refused"]):
            written(moment, form)
    else:
        assert written(moment, form) == vector["sent"]


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones()), st.sampled_from(TEXTS))
def test_what_is_written_has_the_format(moment: datetime, name: str) -> None:
    assert has_format(str(written(moment, Form(name, "UTC"))), name)  # type: ignore[arg-type]


@given(st.datetimes(timezones=st.just(UTC)))
def test_nothing_is_lost_but_what_is_finer_than_the_form(moment: datetime) -> None:
    assert datetime.fromisoformat(str(written(moment, Form("date-time", None)))) == moment
    milliseconds = written(moment, Form("unixtime-ms", None))
    cut = timedelta(microseconds=moment.microsecond % 1000)
    assert EPOCH + timedelta(milliseconds=int(milliseconds)) == moment - cut


def test_a_zone_that_the_machine_does_not_know_is_named() -> None:
    with pytest.raises(UnfitMomentError, match="Mars/Olympus"):
        written(datetime(2026, 5, 31), Form("date-time", "Mars/Olympus"))


def test_signatures_say_what_may_be_passed(acme: Compiled) -> None:
    annotations = acme.module.Acme.set_windows.__annotations__
    assert annotations["since"] == "dt.datetime | int | Unset"
    assert annotations["day"] == "dt.date | str | Unset"
    assert "Sent as 2026-05-31T09:30:00." in acme.module.Acme.set_windows.__doc__
