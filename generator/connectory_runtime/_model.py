"""The base of generated models."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """What an API answers. Unknown members are kept, and the model is built when it is first used."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        defer_build=True,
        protected_namespaces=(),
        coerce_numbers_to_str=True,
    )
