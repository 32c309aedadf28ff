"""One call of the HTTP API: token, content type, parameters, fault, action. Returns status and body, or a way to misbehave."""

import json
import time
import urllib.parse

from . import actions


def answer(status, data=None, retcode=0, name="", wording="", state=None):
    body = {"status": state or ("ok" if retcode == 0 else "failed"), "retcode": retcode, "data": data, "echo": None}
    if name:
        body.update(msg=name, wording=wording or name, message=wording or name)
    return status, json.dumps(body, ensure_ascii=False).encode()


def token_status(world, token, headers, query):
    """None when the caller may go on; else the HTTP status of the refusal."""
    if not token:
        return None
    header = headers.get("Authorization", "")
    given = header.split(" ", 1)[1] if " " in header else header
    asked = query.get("access_token")
    rule = world.flavour.query_token
    if asked and (rule == "prefers" or (rule == "fallback" and not given)):
        given = asked
    if not given:
        return world.flavour.missing_token_status
    return None if given == token else world.flavour.wrong_token_status


def parameters(world, method, headers, query, body):
    """The parameters of a call, or the HTTP status that refuses it."""
    if method == "GET":
        return query, None
    kind = headers.get("Content-Type", "")
    if world.flavour.exact_content_type and kind != "application/json":
        return None, 406
    if "application/json" in kind:
        try:
            read = json.loads(body) if body else {}
        except ValueError:
            return None, 400
        return (read, None) if isinstance(read, dict) else (None, 400)
    if "application/x-www-form-urlencoded" in kind:
        return {**query, **dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))}, None
    return query, None


def call(server, method, path, query, headers, body):
    """(status, body bytes, manner): manner is None, or "half" or "close" for an answer that breaks off."""
    world, faults = server.world, server.faults
    refused = token_status(world, server.token, headers, query)
    if refused:
        return refused, json.dumps({"status": "failed", "retcode": 1000 + refused, "message": "token"}).encode(), None
    name = path[1:]
    params, bad = parameters(world, method, headers, query, body)
    if bad:
        return bad, b"", None
    action = actions.find(world, name)
    if action is None:
        return *answer(world.flavour.unknown_status, None, world.flavour.unknown_retcode, "API_NOT_FOUND", "API不存在"), None
    mode = faults.draw(name)
    with world.lock:
        server.calls[name] += 1
        if mode:
            server.faulted[mode] += 1
    try:
        data = None
        if mode is None or faults.delivered:
            data = action(world, params, mode or "ok") if name in actions.SENDING else action(world, params)
    except actions.Failure as failure:
        return *answer(200, None, failure.retcode, failure.name, failure.wording), None
    if mode is None:
        return *answer(200, data), None
    return misbehave(world, faults, mode, data)


def misbehave(world, faults, mode, data):
    if mode in ("hang", "slow"):
        time.sleep(faults.seconds)
        return *answer(200, data), ("close" if mode == "hang" else None)
    if mode in ("failed", "refused"):
        retcode = faults.retcode if faults.retcode is not None else world.flavour.failure_retcode
        return *answer(200, None, retcode, faults.message or "SEND_MSG_API_ERROR", "请参考输出"), None
    if mode == "garbage":
        return 200, b"<html>\xff\xfe not what you asked for", None
    if mode == "async":
        return *answer(200, None, 1, state="async"), None
    if mode == "empty":
        return 200, b"", None
    if mode == "no-id":
        return *answer(200, {}), None
    if mode == "status":
        return faults.status, b'{"status":"failed"}', None
    return *answer(200, data), mode
