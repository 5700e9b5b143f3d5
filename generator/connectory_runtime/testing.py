"""For tests of programs that use generated clients: record real answers once, replay them, or make them up.

    with Esputnik(transport=Recorder("tests/add_domain.json")) as esputnik: ...   # once, with a real key
    with Esputnik(api_key="x", transport=Replay("tests/add_domain.json")) as esputnik: ...   # ever after
    with Esputnik(api_key="x", transport=answering({"siteId": "s1"})) as esputnik: ...

All three are transports for both kinds of clients, and for clients of httpx that are given as `http_client`.
"""

from ._answering import Answering, UnexpectedRequest, answering
from ._recorder import Recorder
from ._replay import Replay

__all__ = ["Answering", "Recorder", "Replay", "UnexpectedRequest", "answering"]
