"""The code of pydantic models, made by datamodel-code-generator of shapes and tokens."""

import json

_ANY = {"$defs": {"Any": {"type": "object", "properties": {"any": {"type": "string"}}}}}


def get_ready() -> None:
    """Import the generator and its templates, which takes as long as reading and resolving hundreds of specs."""
    model_code(json.dumps([json.dumps(_ANY), {}]))


def model_code(question: str) -> str:
    """A module with the models of a JSON Schema.

    Args:
        question: a JSON array of the schema as a text, and the names of members by what they are called in it.
    """
    # Imported here: it takes as long as all of the rest, and only a build with new schemas needs it.
    from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
    from datamodel_code_generator.config import GenerateConfig
    from datamodel_code_generator.enums import DataModelType

    schema, names = json.loads(question)
    config = GenerateConfig(
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        base_class="connectory_runtime.Model",
        aliases=names,
        enum_field_as_literal=LiteralType.All,
        use_schema_description=True,
        use_attribute_docstrings=True,
        use_field_description=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_annotated=True,
        field_extra_keys={"repr"},
        skip_root_model=True,
        keep_model_order=True,
        disable_timestamp=True,
        formatters=[],
    )
    generated = generate(schema, config=config)
    if not isinstance(generated, str):
        raise TypeError("one schema must become one module")
    return generated
