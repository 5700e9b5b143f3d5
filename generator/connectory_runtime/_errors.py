"""Everything that can go wrong with a call.

ActionError                     the base: action, status, code, retryable, retry_after, advice, …
├── InvalidInput                found before anything was sent; names parameter, rule, file and line
├── UnknownAction               `execute` was given an identifier that no action has
├── MissingCredential           no argument and no environment variable holds the secret
├── NotDelivered                no connection: the API never saw the request
├── DeliveryUnknown             the connection broke: the API may or may not have acted
│   └── TimedOut                … because the answer took longer than allowed
├── InvalidResponse             the answer breaks HTTP or a limit and cannot be read
└── Rejected                    the API answered that it did not do it
    ├── BadRequest              400, 405, 415, 422 and other 4xx
    ├── Unauthorized            401
    ├── Forbidden               403
    ├── NotFound                404, 410
    ├── Conflict                409, 412
    ├── RateLimited             429
    └── ServerError             5xx
"""
