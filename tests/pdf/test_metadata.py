"""What a file says of itself: dates that strict readers take, and metadata where archives look for it."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from reportbuilder.pdf.metadata import NO_CLAIMS, Metadata, info, xmp

SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("date", "in_info", "in_xmp"),
    [
        (datetime(2022, 4, 1, 9, 30, tzinfo=UTC), "D:20220401093000+00'00'", "2022-04-01T09:30:00+00:00"),
        (datetime(2022, 4, 1, 9, 30, tzinfo=SUMMER), "D:20220401093000+02'00'", "2022-04-01T09:30:00+02:00"),
        (datetime(2022, 4, 1, 9, 30), "D:20220401093000+00'00'", "2022-04-01T09:30:00+00:00"),
    ],
)
def test_dates_have_their_zone_and_are_the_same_in_both_places(date: datetime, in_info: str, in_xmp: str) -> None:
    entries = info(Metadata("Verslag"), date)
    packet = xmp(Metadata("Verslag"), date, NO_CLAIMS).decode()
    assert (entries["CreationDate"], entries["ModDate"]) == (in_info, in_info)
    assert re.findall(r"<xmp:\w+Date>([^<]+)<", packet) == [in_xmp] * 3
