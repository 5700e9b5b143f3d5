from typing import Any

from connectory_runtime import UNSET, AsyncClient, Options
from shop_client.actions import people as actions


class People(AsyncClient):
    async def import_people(self, *, people: Any, match_by: Any, options: Options | None = None) -> Any:
        return await self._call(actions.IMPORT_PEOPLE, {"people": people, "matchBy": match_by}, options)

    async def add_person(self, *, person: Any, options: Options | None = None) -> Any:
        return await self._call(actions.ADD_PERSON, {"person": person}, options)

    async def set_emails(
        self, *, first: Any = UNSET, second: Any = UNSET, odd: Any = UNSET, options: Options | None = None
    ) -> Any:
        return await self._call(actions.SET_EMAILS, {"first": first, "second": second, "odd": odd}, options)

    async def login(self, *, user: Any, password: Any, scopes: Any = UNSET, options: Options | None = None) -> Any:
        return await self._call(actions.LOGIN, {"user": user, "password": password, "scopes": scopes}, options)

    async def check_job(self, *, id: Any, options: Options | None = None) -> Any:
        return await self._call(actions.CHECK_JOB, {"id": id}, options)

    async def whoami(self, *, options: Options | None = None) -> Any:
        return await self._call(actions.WHOAMI, {}, options)

    async def renew(self, *, options: Options | None = None) -> Any:
        return await self._call(actions.RENEW, {}, options)
