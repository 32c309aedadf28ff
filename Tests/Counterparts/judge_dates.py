#!/usr/bin/env python3
"""Two independent readers of Chinese dates judge ours, through `yishi read`.

chinesecalendar knows the published working days: every "N个工作日内" from every day of 2026 must end where it says.
jionlp reads date expressions: where it is not of our opinion the disagreement stands, decided, in dates_decided.tsv,
with the rule of reading.md that decides it. A disagreement that is not in the table fails, and so does a line of the
table that is no disagreement any more.

    python judge_dates.py --binary .build/debug/yishi [--write]

--write prints a new table to standard output, with "?" for what nobody has decided yet.
"""
import argparse
import contextlib
import datetime
import io
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SETS = HERE.parent / "ReadingTests" / "Sets"
TABLE = HERE / "dates_decided.tsv"


def read(binary, rows):
    """What ours says of each {"text", "at"}: the readings of the dates found."""
    given = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    done = subprocess.run([binary, "read"], input=given, capture_output=True, text=True, check=True)
    return [[date["is"] for date in json.loads(line)["dates"]] for line in done.stdout.splitlines()]


def working_days(binary):
    """Every day of 2026 with ten lengths, as far as the year's own file reaches."""
    import chinese_calendar

    first, last = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    worked = [day for day in (first + datetime.timedelta(n) for n in range(365)) if chinese_calendar.is_workday(day)]
    rows, wanted = [], []
    for n in range(365):
        day = first + datetime.timedelta(n)
        ahead = [other for other in worked if other > day]
        for count in (1, 2, 3, 5, 7, 10, 15, 20, 30):
            if len(ahead) < count or day > last:
                continue
            rows.append({"text": f"{count}个工作日内", "at": f"{day}T09:00:00+08:00"})
            wanted.append(str(ahead[count - 1]))
    return [
        f"{row['at'][:10]} {row['text']}: ours {found}, chinesecalendar {want}"
        for row, found, want in zip(rows, read(binary, rows), wanted)
        if found != [want]
    ], len(rows)


def theirs(text, at):
    import jionlp

    base = datetime.datetime.fromisoformat(at).replace(tzinfo=None)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            found = jionlp.parse_time(text, time_base=base.timestamp())
        except Exception:  # it raises ValueError for what it cannot read, and others when it stumbles
            return None
    if found["type"] not in ("time_point", "time_span"):
        return found["type"]
    start, end = found["time"]
    if start == "inf" or end == "inf":
        return "open"
    if start.startswith(f"{base:%Y-%m-%d %H:%M}") and end.endswith("23:59:59"):
        return end[:10]  # a limit: from now to the end of that day
    if start.endswith("00:00:00") and end.endswith("23:59:59"):
        return start[:10] if start[:10] == end[:10] else f"{start[:10]}/{end[:10]}"
    a, b = start[:16].replace(" ", "T"), end[:16].replace(" ", "T")
    return a if a == b else f"{a}/{b}"


def agree(ours, other, limit):
    ours = ours.removeprefix("PAST:")
    if ours.startswith("AMBIGUOUS"):
        return other in ours.removeprefix("AMBIGUOUS:").replace("PAST:", "").split("|")
    if other is None:
        return ours == "INVALID"
    if other == ours:
        return True
    start, _, end = other.partition("/")
    if "T" in ours and "/" not in ours:
        # The whole hour or minute that is named; as a limit its end.
        return start == ours and end[:14] == ours[:14] or start == ours or limit and end[:13] == ours[:13]
    if "T" not in ours and "/" not in ours:
        # A part of the day named; as a limit the day it ends on.
        return start[:10] == end[:10] == ours or (limit and end[:10] == ours)
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=".build/debug/yishi")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()

    expressions = []
    for path in sorted(SETS.glob("dates-*.jsonl")):
        # Disagreements are looked at and decided: the halves kept unseen are not for that.
        if path.stem.endswith("-held"):
            continue
        for line in path.read_text().splitlines():
            row = json.loads(line)
            for want in row["want"]:
                start, end = want["span"]
                expressions.append({"text": row["text"][start:end], "at": row["at"]})
    found = read(arguments.binary, expressions)
    decided = {}
    if TABLE.exists():
        for line in TABLE.read_text().splitlines():
            if line and not line.startswith("#"):
                at, text, ours, other, why = line.split("\t")
                decided[at, text] = (ours, other, why)

    passed = failed = asked = alone = 0
    table, used = [], set()
    for row, ours in zip(expressions, found):
        other = theirs(row["text"], row["at"])
        one = ours[0] if len(ours) == 1 else "none" if not ours else " ".join(ours)
        key = (row["at"][:16], row["text"])
        if other is None and one != "INVALID":
            alone += 1  # they cannot read it
        elif agree(one, other, row["text"].endswith(("前", "内"))):
            passed += 1
        elif one.startswith("AMBIGUOUS"):
            asked += 1  # we ask where they guess
        else:
            why = decided.get(key, (None, None, "?"))[2]
            table.append("\t".join((*key, one, str(other), why)))
            used.add(key)
            if why == "?":
                failed += 1
                print(f"not decided: {key[0]} {key[1]}: ours {one}, jionlp {other}", file=sys.stderr)
            else:
                passed += 1
    for key in decided.keys() - used:
        failed += 1
        print(f"no disagreement any more: {' '.join(key)}", file=sys.stderr)
    wrong, days = working_days(arguments.binary)
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    failed += len(wrong)
    passed += days - len(wrong)
    if arguments.write:
        print("# at\texpression\tours\tjionlp\twhy ours stands\n" + "\n".join(dict.fromkeys(table)))
        return 0
    print(f"jionlp: {len(expressions)} expressions, {len(table)} decided disagreements, {asked} asked back, {alone} it does not read")
    print(f"chinesecalendar: {days} spans of working days")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
