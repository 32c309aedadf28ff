"""How the implementations in use differ, as far as an application can see it over HTTP (versions: see README of the counterparts)."""

from dataclasses import dataclass, replace


@dataclass
class Flavour:
    app_name: str
    app_version: str
    upper_signature: bool = False
    message_format: str = "array"
    id_style: str = "crc"
    # The push to the application: seconds to wait, repeats after a transport error or a timeout (never after a status), pause between them.
    push_timeout: float = 30.0
    push_retries: int = 0
    retry_pause: float = 1.5
    # HTTP status and retcode for an action that does not exist, and for a parameter that is missing or wrong.
    unknown_status: int = 200
    unknown_retcode: int = 404
    bad_parameter_retcode: int = 100
    failure_retcode: int = 100
    missing_token_status: int = 401
    wrong_token_status: int = 403
    # "fallback": ?access_token= counts when there is no header; "prefers": it wins over the header; "ignores".
    query_token: str = "fallback"
    # True: `Content-Type` must be exactly `application/json` (406 otherwise).
    exact_content_type: bool = False
    history_page: int = 20
    has_history: bool = True
    # delete_msg and get_msg refuse an id given as a string.
    integer_ids_only: bool = False


FLAVOURS = {
    "go-cqhttp": Flavour(
        "go-cqhttp", "v1.2.0", message_format="string", push_timeout=5.0, push_retries=3),
    "napcat": Flavour(
        "NapCat.Onebot", "4.8.0", id_style="napcat", unknown_retcode=200, bad_parameter_retcode=400, failure_retcode=200,
        missing_token_status=403, query_token="prefers", integer_ids_only=True),
    "lagrange": Flavour(
        "Lagrange.OneBot", "0.0.3", upper_signature=True, unknown_status=404, unknown_retcode=1404, query_token="ignores",
        exact_content_type=True, has_history=False),
    "llonebot": Flavour(
        "LLOneBot", "4.0.0", id_style="count", unknown_status=404, unknown_retcode=1404),
}


def flavour(name, **changes):
    base = FLAVOURS[name]
    return replace(base, **{key: value for key, value in changes.items() if value is not None})
