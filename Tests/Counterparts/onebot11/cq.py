"""CQ codes: a message as one string, and as a list of segments. The two say the same thing."""

import re


def escape(text, in_value=False):
    text = text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
    return text.replace(",", "&#44;") if in_value else text


def unescape(text):
    return text.replace("&#44;", ",").replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&")


def render(segments):
    parts = []
    for segment in segments:
        data = segment.get("data") or {}
        if segment["type"] == "text":
            parts.append(escape(str(data.get("text", ""))))
        else:
            pairs = "".join(f",{key}={escape(str(value), True)}" for key, value in data.items())
            parts.append(f"[CQ:{segment['type']}{pairs}]")
    return "".join(parts)


CODE = re.compile(r"\[CQ:([A-Za-z0-9_.-]+)((?:,[^\[\],]*)*)\]")


def parse(string):
    segments, end = [], 0

    def text(piece):
        if piece:
            segments.append({"type": "text", "data": {"text": unescape(piece)}})

    for code in CODE.finditer(string):
        text(string[end:code.start()])
        data = {}
        for pair in filter(None, code.group(2).split(",")):
            key, _, value = pair.partition("=")
            data[key] = unescape(value)
        segments.append({"type": code.group(1), "data": data})
        end = code.end()
    text(string[end:])
    return segments


def segments_of(message, auto_escape=False):
    """The segments of an API parameter: a string (CQ codes are read), one segment, or a list of them."""
    if isinstance(message, str):
        return [{"type": "text", "data": {"text": message}}] if auto_escape and message else parse(message)
    if isinstance(message, dict):
        message = [message]
    if not isinstance(message, list) or not all(isinstance(s, dict) and isinstance(s.get("type"), str) for s in message):
        raise ValueError("message is neither string, segment nor list of segments")
    return [{"type": s["type"], "data": dict(s.get("data") or {})} for s in message]


def plain(segments):
    return "".join(str(s["data"].get("text", "")) for s in segments if s["type"] == "text")
