from typing import Unpack

from connectory_runtime import AsyncClientOptions
from shop_client.actions import IDENTIFIERS
from shop_client.connector import CONNECTOR

from .items import Items
from .people import People


class AsyncShop(Items, People):
    """A shop."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        token: str | None = None,
        session: str | None = None,
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(
            CONNECTOR,
            IDENTIFIERS,
            credentials={"api_key": api_key, "token": token, "session": session},
            **options,
        )
