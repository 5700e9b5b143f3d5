from typing import Any

from connectory_runtime import UNSET, AsyncClient, Options
from shop_client.actions import items as actions


class Items(AsyncClient):
    async def get_item(self, *, item: Any, verbose: Any = UNSET, options: Options | None = None) -> Any:
        return await self._call(actions.GET_ITEM, {"item": item, "verbose": verbose}, options)

    async def list_items(self, *, limit: Any = UNSET, options: Options | None = None) -> Any:
        return await self._call(actions.LIST_ITEMS, {"limit": limit}, options)

    async def put_item(self, *, item: Any, options: Options | None = None) -> Any:
        return await self._call(actions.PUT_ITEM, {"item": item}, options)

    async def delete_item(self, *, id: Any, options: Options | None = None) -> Any:
        return await self._call(actions.DELETE_ITEM, {"id": id}, options)

    async def search(
        self,
        *,
        text: Any = UNSET,
        price: Any = UNSET,
        tags: Any = UNSET,
        trace: Any = UNSET,
        lang: Any = UNSET,
        password: Any = UNSET,
        page_token: Any = UNSET,
        options: Options | None = None,
    ) -> Any:
        return await self._call(
            actions.SEARCH,
            {
                "text": text,
                "price": price,
                "tags": tags,
                "trace": trace,
                "lang": lang,
                "password": password,
                "page_token": page_token,
            },
            options,
        )
