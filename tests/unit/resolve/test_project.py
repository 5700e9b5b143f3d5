"""The whole way from files to the project."""

import pytest

from connectory.diagnostics import Diagnostics
from connectory.load import Tree
from connectory.model import Budget, Choose, Each, JsonObject, Project, Steps
from connectory.resolve import resolve

GET = """
title: Get thing
summary: Look up one of the things in stock.
effect: read
endpoint: GET /things/{id}
input: {id: {type: integer, required: true}, full: {type: boolean}}
output: {properties: {id: {type: integer}, status: {enum: [RUNNING, DONE]}}}
"""


def test_defaults_are_applied(resolve_texts) -> None:
    outcome = resolve_texts({"things/get_thing.yaml": GET, "things/set_thing.yaml": GET.replace("read", "write")})
    get, put = outcome.action("get_thing"), outcome.action("set_thing")
    assert (get.idempotent, put.idempotent) == (True, False)
    assert (get.auth, get.resource, get.tags, get.output is None) == (("open",), "things", (), False)
    assert outcome.connector.resources[0].title == "Things"


def test_the_url_of_a_server_has_no_slash_at_its_end(resolve_texts) -> None:
    connector = """
title: A
summary: B.
servers: [{url: https://a.example/api/}, {url: http://localhost:8000}]
auth: {o: {kind: none}}
"""
    servers = resolve_texts({"connector.yaml": connector}).connector.servers
    assert [server.url for server in servers] == ["https://a.example/api", "http://localhost:8000"]


def test_nothing_is_missing_because_its_file_is_broken(resolve_texts) -> None:
    caller = GET + "deprecated: {reason: Old., replacement: other}\nauth: other\npagination: rows\n"
    outcome = resolve_texts(
        {
            "connector.yaml": None,
            "schemas.yaml": None,
            "things/other.yaml": None,
            "things/get_thing.yaml": caller.replace("output: {properties:", "output: {$ref: Thing} #"),
        }
    )
    assert outcome.codes == []
    assert outcome.project is None


def test_nothing_is_uncovered_because_a_file_is_broken(resolve_texts) -> None:
    files = {"things/get_thing.yaml": GET, "coverage.yaml": "operations: ['GET /things/{id}', 'GET /others/{id}']"}
    whole = resolve_texts({**files, "things/other.yaml": GET.replace("/things", "/others")}, rules=True)
    missing = resolve_texts(files, rules=True)
    broken = resolve_texts({**files, "things/other.yaml": None}, rules=True)
    assert ["A125" in outcome.codes for outcome in (whole, missing, broken)] == [False, True, False]


def test_an_empty_tree_is_an_empty_project() -> None:
    assert resolve(Tree((), ()), Diagnostics()) == Project(connectors=(), sources=())


def test_problems_of_several_files_are_all_reported(resolve_texts) -> None:
    outcome = resolve_texts(
        {
            "things/a.yaml": GET.replace("GET /", "GET "),
            "things/b.yaml": GET.replace("{enum", "{$ref: X, enum"),
            "things/c.yaml": GET.replace("integer, required: true", "integer"),
        }
    )
    assert sorted(outcome.codes) == ["R101", "R104", "R201", "R208"]


def test_wait_is_bound_to_both_actions(resolve_texts) -> None:
    start = """
title: Start
summary: Begin a long job.
effect: write
endpoint: POST /jobs
output: {properties: {job: {type: integer}}}
wait: {action: get_thing, with: {id: $output.job}, done: {status: [DONE]}, every: 500ms, timeout: 1.5m}
"""
    outcome = resolve_texts({"things/get_thing.yaml": GET, "things/start.yaml": start})
    assert outcome.codes == []
    wait = outcome.action("start").wait
    assert (wait.action, wait.every, wait.timeout) == ("get_thing", 0.5, 90.0)
    assert [(item.name, str(item.value)) for item in wait.arguments] == [("id", "$output.job")]
    assert [(str(item.reference), item.values) for item in wait.done] == [("$output.status", ("DONE",))]


COMPOSITES = {
    "choose: [{action: get_thing, when: {present: [id], equals: {how: one}}}, {action: get_thing, with: {id: 7}}]\n"
    "input: {id: {type: integer, required: true}, how: {enum: [one, all]}}": Choose,
    "each: {over: ids, action: get_thing, as: id}\n"
    "input: {ids: {type: array, items: {type: integer}}, full: {type: boolean}}": Each,
    "steps: {do: [{name: a, action: get_thing, with: {id: 1}}, {name: b, action: get_thing, with: {id: $steps.a.id}}], "
    "result: {first: $steps.a, state: $steps.b.status}}": Steps,
}


@pytest.mark.parametrize(("text", "kind"), COMPOSITES.items())
def test_composites(resolve_texts, text: str, kind: type) -> None:
    head = "title: Both\nsummary: Do more than one thing.\neffect: read\n"
    outcome = resolve_texts({"things/get_thing.yaml": GET, "things/both.yaml": head + text})
    assert outcome.codes == []
    assert isinstance(outcome.action("both").composite, kind)
    assert outcome.action("both").endpoint is None


def test_parameters_of_one_name_are_passed_on(resolve_texts) -> None:
    head = "title: Both\nsummary: Do more than one thing.\neffect: read\n"
    text = next(text for text, kind in COMPOSITES.items() if kind is Each)
    composite = resolve_texts({"things/get_thing.yaml": GET, "things/both.yaml": head + text}).action("both").composite
    assert [(item.name, str(item.value)) for item in composite.arguments] == [("full", "$input.full")]


def test_rates(resolve_texts) -> None:
    connector = (
        "title: A\nsummary: B.\nservers: [{url: https://a.example}]\nauth: {o: {kind: none}}\n"
        "rate: {default: 200/s, concurrent: 9, groups: {slow: 5/min, few: {concurrent: 2}}}"
    )
    rate = "rate: {limit: [10/h, 20/day], concurrent: 1, group: slow}\n"
    outcome = resolve_texts({"connector.yaml": connector, "things/get_thing.yaml": GET + rate})
    assert [_budget(budget) for budget in (*outcome.connector.budgets, outcome.action().budget)] == [
        (None, [(200, 1)], 9),
        ("slow", [(5, 60)], None),
        ("few", [], 2),
        (None, [(10, 3600), (20, 86400)], 1),
    ]
    assert outcome.action().budget_group == "slow"


def test_a_list_of_rates(resolve_texts) -> None:
    outcome = resolve_texts({"things/get_thing.yaml": GET + "rate: [10/s, 500/h]\n"})
    assert _budget(outcome.action().budget) == (None, [(10, 1), (500, 3600)], None)


def _budget(budget: Budget) -> tuple[str | None, list[tuple[int, int]], int | None]:
    return budget.group, [(rate.calls, rate.seconds) for rate in budget.rates], budget.concurrent


def test_a_group_alone_leaves_the_default(resolve_texts) -> None:
    connector = (
        "title: A\nsummary: B.\nservers: [{url: https://a.example}]\nauth: {o: {kind: none}}\n"
        "rate: {default: 200/s, groups: {slow: 5/min}}"
    )
    outcome = resolve_texts({"connector.yaml": connector, "things/get_thing.yaml": GET + "rate: {group: slow}\n"})
    assert (outcome.action().budget, outcome.action().budget_group) == (None, "slow")


def test_pagination_is_bound_to_the_action(resolve_texts) -> None:
    connector = (
        "title: A\nsummary: B.\nservers: [{url: https://a.example}]\nauth: {o: {kind: none}}\n"
        "pagination: {rows: {kind: page, page: page, limit: size, first: 1, items: $response.json.rows, "
        "total: $response.headers.Total}}"
    )
    action = """
title: List
summary: Go through all things.
effect: read
endpoint: GET /things
input: {page: {type: integer}, size: {type: integer}}
output: {properties: {rows: {type: array, items: {type: string}}}}
pagination: rows
"""
    outcome = resolve_texts({"connector.yaml": connector, "things/list.yaml": action})
    assert outcome.codes == []
    pagination = outcome.action("list").pagination
    assert (pagination.kind, pagination.position, pagination.limit, pagination.first) == ("page", "page", "size", 1)
    assert pagination.items.schema.items.types == ("string",)
    assert outcome.connector.pagination[0].items.schema.types == ()


def test_parameters_of_older_catalogues(resolve_action) -> None:
    outcome = resolve_action(
        "input: {note: {type: string, ignored: true}, order: {enum: [asc, desc], wire_values: {asc: 1, desc: -1}}}\n"
        "aliases: {one: A, two: [B, C]}\ndeprecated: Old."
    )
    assert outcome.codes == []
    action = outcome.action()
    note, order = action.parameters
    assert (note.ignored, note.required) == (True, False)
    assert order.wire_values == JsonObject({"asc": 1, "desc": -1})
    assert [(alias.catalogue, alias.id) for alias in action.aliases] == [("one", "A"), ("two", "B"), ("two", "C")]
    assert (action.deprecated.reason, action.deprecated.replacement) == ("Old.", None)


def test_rules_across_parameters(resolve_action) -> None:
    outcome = resolve_action(
        "input: {a: {type: string}, b: {type: string}, c: {type: string}}\n"
        "require_one_of: [a, b]\nexclusive: [[a, c], [b, c]]\nrequires: {a: [c]}"
    )
    assert outcome.codes == []
    assert [(rule.kind, rule.parameters) for rule in outcome.action().rules] == [
        ("require_one_of", ("a", "b")),
        ("exclusive", ("a", "c")),
        ("exclusive", ("b", "c")),
        ("requires", ("a", "c")),
    ]


def test_examples(resolve_action) -> None:
    outcome = resolve_action(
        "endpoint: GET /things/{id}\n"
        "input: {id: {type: string, required: true}, tags: {type: array, items: {type: string}}}\n"
        "output: {enum: [GOOD, BAD]}\n"
        "examples:\n"
        "  - {title: One, input: {id: a b, tags: [x, z]}, request: {path: /things/a%20b, query: {tags: [x, z]}}, "
        "response: {status: 200, body: NEW}}\n"
        "  - {title: None, input: {id: c}, response: {status: 404, headers: {X-Id: 4}, body: {message: Gone}}}\n"
        "  - {title: Text, input: {id: c}, response: {status: 200, text: hello}}\n"
    )
    assert outcome.codes == []
    one, none, said = outcome.action().examples
    assert one.request.query == (("tags", "x"), ("tags", "z"))
    assert (one.response.body, one.response.has_body) == ("NEW", True)
    assert (none.response.status, none.response.headers) == (404, (("X-Id", "4"),))
    assert (said.response.text, said.response.has_body) == ("hello", False)


def test_auth(resolve_texts) -> None:
    connector = """
title: A
summary: B.
servers: [{url: https://a.example}]
auth:
  login: {kind: basic, username: fixed, password: {from: password}, env: A_PASSWORD, how: Ask.}
  both: {kind: basic, username: {from: user, env: A_USER}, password: {from: password}}
  key: {kind: api_key, in: query, name: key, key: {from: api_key}}
"""
    read = resolve_texts({"connector.yaml": connector}).connector
    login, both, key = read.auth
    assert read.default_auth == ("login",)
    assert (login.username, login.password.argument, login.password.env, login.how) == (
        "fixed",
        "password",
        "A_PASSWORD",
        "Ask.",
    )
    assert (both.username.env, both.password.env) == ("A_USER", None)
    assert (key.location, key.name, key.key.argument) == ("query", "key", "api_key")
