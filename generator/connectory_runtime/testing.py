"""For tests of programs that use generated clients: record real answers once, replay them, or make them up.

    with Esputnik(transport=Recorder("tests/add_domain.json")) as esputnik: ...   # once, with a real key
    with Esputnik(api_key="x", transport=Replay("tests/add_domain.json")) as esputnik: ...   # ever after
    with Esputnik(api_key="x", transport=answering({"siteId": "s1"})) as esputnik: ...

All three are transports for both kinds of clients, and for clients of httpx that are given as `http_client`.
With `clock=FakeClock()`, a client waits for its turn, between tries and for jobs without taking any time.
"""

from ._answering import Answering, UnexpectedRequest, answering
from ._fake_clock import FakeClock
from ._recorder import Recorder
from ._replay import Replay

__all__ = ["Answering", "FakeClock", "Recorder", "Replay", "UnexpectedRequest", "answering"]
