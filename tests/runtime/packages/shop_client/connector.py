from connectory_runtime import ApiKey, Basic, Bearer, Connector, Credential, ErrorRule, NoAuth

CONNECTOR = Connector(
    id="shop",
    title="Shop",
    package="shop_client",
    servers=("https://shop.example/api",),
    auth={
        "key": Basic(username="connectory", password=Credential("api_key", env="SHOP_API_KEY")),
        "token": Bearer(token=Credential("token", env="SHOP_TOKEN")),
        "header": ApiKey(location="header", name="X-Shop-Key", key=Credential("api_key", env="SHOP_API_KEY")),
        "query": ApiKey(location="query", name="key", key=Credential("api_key", env="SHOP_API_KEY")),
        "cookie": ApiKey(location="cookie", name="session", key=Credential("session")),
        "open": NoAuth(),
    },
    errors=(
        ErrorRule(status=409, code="duplicate", advice="the first request counts, do not repeat it"),
        ErrorRule(status=429, code="rate_limited", retryable=True, advice="wait a second"),
        ErrorRule(status=500, code="server_error", retryable=True),
    ),
)
