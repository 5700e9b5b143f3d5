import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "packages"))

from compiled import Compiled, imported
from shop_testing import DRIVERS, Driver, Shopper
from vectors import FOLDER


@pytest.fixture(params=DRIVERS)
def shopper(request: pytest.FixtureRequest) -> Shopper:
    driver: Driver = request.param
    return Shopper(driver)


@pytest.fixture(scope="session")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    """The clients of the specs that vectors speak of."""
    with imported(FOLDER, "conformance_clients", tmp_path_factory.mktemp("conformance")) as made:
        yield made


@pytest.fixture
def caller(shopper: Shopper, acme: Compiled) -> Shopper:
    """Calls the actions that vectors speak of, through each of the drivers."""
    return Shopper(shopper.driver, acme.module.Acme, acme.module.AsyncAcme)
