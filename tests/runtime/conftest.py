import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "packages"))

from shop_testing import DRIVERS, Driver, Shopper


@pytest.fixture(params=DRIVERS)
def shopper(request: pytest.FixtureRequest) -> Shopper:
    driver: Driver = request.param
    return Shopper(driver)
