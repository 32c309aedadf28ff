#!/usr/bin/env python3
"""Makes Config/texts/talk-model.json: a linear model that tells a matter from other talk, from our own labelled lines.

Counts of one to three Chinese characters in a row, which lists of Config/texts/talk.zh-Hans.json a line has words of (once, more than once),
its length, and whether it ends as a question; logistic regression (scikit-learn, L2, C = 0.3), weights in thousandths. Learned from the sets
ours-*.jsonl, chat-*.jsonl and the silent and the offered lines of commands-*.jsonl, from Tests/Reading/talk.tsv, and from what is or is not for a deliberation
in matters.tsv, scope-unseen.tsv and same.tsv. Nobody else's words are in it. Sets named *-held.jsonl are never read here.

    python train_talk.py > ../../Config/texts/talk-model.json
    python train_talk.py --folds       cross-validated on talk.tsv: the share of matters found at each rate of interruptions
"""
import csv
import json
import pathlib
import random
import re
import sys

import numpy
import scipy.sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

TESTS = pathlib.Path(__file__).resolve().parent.parent
SETS = TESTS / "ReadingTests" / "Sets"
WORDS = TESTS.parent / "Config" / "texts" / "talk.zh-Hans.json"
SIGNS = ["shared", "wrong", "wish", "talk", "dispute", "policy", "calm", "grumble", "works", "courtesy", "plea", "settled", "mine", "asked",
         "notice", "selling"]
# Above this it is offered: one or two in a hundred of the hardest talk (--folds).
LEAST = 1800
# 推不过去, 不转了: as TalkTable.isVain.
VAIN, SETTLED = set("了过进出起上下开动住清"), set("对了看忍免少大想怪舍等来去要好是都也就还我你他会能可差离记受比算行够")
CHANGED = set("要用见行去来想说是对会能少早多错好管过得聊玩打吃看买写喝睡干做等理提送")


def table(name):
    with open(TESTS / "Reading" / name, encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def rows():
    for path in sorted(SETS.glob("ours-*.jsonl")) + sorted(SETS.glob("chat-*.jsonl")):
        if path.stem.endswith("-held"):
            continue
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row["class"] != "emergency":
                yield row["text"], row["class"] in ("matter", "opening"), "sets"
    for path in sorted(SETS.glob("commands-*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if path.stem.endswith("-held") or row["context"] not in ("group", "resident_group") or row["role"] != "resident":
                continue
            if row["want"]["do"] == ["silence"]:
                yield row["text"], False, "sets"
            elif row["want"]["do"][0] == "offer":
                yield row["text"], True, "sets"
    for kind, text in table("talk.tsv"):
        yield text, kind == "matter", "talk"
    for name in ("matters.tsv", "scope-unseen.tsv"):
        for text, scope, *_ in table(name):
            if scope[-1] in "hijklmno":
                yield text, scope[-1] in "hijklm", "matters"
    for _, _, text in table("same.tsv"):
        yield text, True, "same"


def is_chinese(character):
    return "\u4e00" <= character <= "\u9fff"


def grams(text):
    found = []
    for part in re.findall(r"[\u4e00-\u9fff]+", text):
        for length in (1, 2, 3):
            found += [part[at : at + length] for at in range(len(part) - length + 1)]
    return found


def read_words():
    lines = [line for line in WORDS.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("//")]
    lists = json.loads("\n".join(lines))
    known = {}
    for sign in SIGNS:
        for word in lists[sign]:
            known.setdefault(word.lower().replace(" ", ""), set()).add(sign)
    return known


KNOWN = read_words()
LONGEST = max(map(len, KNOWN))


def signs(text):
    text = re.sub(r"\s", "", text.lower())
    count = dict.fromkeys(SIGNS, 0)
    for at in range(len(text)):
        for length in range(1, min(LONGEST, len(text) - at) + 1):
            for sign in KNOWN.get(text[at : at + length], ()):
                count[sign] += 1
        if text[at] == "不" and at > 0 and at + 1 < len(text):
            after = text[at + 1]
            if after in VAIN and is_chinese(text[at - 1]) and text[at - 1] not in SETTLED:
                count["wrong"] += 1
            elif text[at + 2 : at + 3] == "了" and is_chinese(after) and after not in CHANGED:
                count["wrong"] += 1
    length = sum(map(is_chinese, text))
    once = [min(count[sign], 1) for sign in SIGNS]
    again = [int(count[sign] > 1) for sign in SIGNS]
    return once + again + [length < 8, 8 <= length < 12, length >= 16, length >= 24, text[-1:] in ("?", "？", "吗", "呢")]


def features(counts, lines):
    return scipy.sparse.hstack([counts, scipy.sparse.csr_matrix(numpy.array([signs(text) for text, *_ in lines], float))]).tocsr()


def learn(lines):
    vectorizer = CountVectorizer(analyzer=grams)
    counts = vectorizer.fit_transform(text for text, *_ in lines)
    model = LogisticRegression(C=0.3, solver="liblinear").fit(features(counts, lines), [wanted for _, wanted, _ in lines])
    return vectorizer, model


def folds(lines):
    tried = [line for line in lines if line[2] == "talk"]
    random.Random(1).shuffle(tried)
    scored = []
    for fold in range(5):
        part = tried[fold::5]
        texts = {text for text, *_ in part}
        vectorizer, model = learn([line for line in lines if line[0] not in texts])
        scores = model.decision_function(features(vectorizer.transform(text for text, *_ in part), part))
        scored += [(score, wanted) for score, (_, wanted, _) in zip(scores, part)]
    talk = sorted((score for score, wanted in scored if not wanted), reverse=True)
    matters = [score for score, wanted in scored if wanted]
    for rate in (0.0025, 0.005, 0.01, 0.02, 0.04):
        least = talk[int(len(talk) * rate)]
        print(f"interruptions {rate:.2%} of {len(talk)}: above {least:.2f}, found {sum(score > least for score in matters) / len(matters):.1%} of {len(matters)}")


def main():
    lines = list(rows())
    if "--folds" in sys.argv:
        return folds(lines)
    vectorizer, model = learn(lines)
    weight = [round(1000 * one) for one in model.coef_[0]]
    found = len(vectorizer.vocabulary_)
    found_signs = {sign: [weight[found + at], weight[found + len(SIGNS) + at]] for at, sign in enumerate(SIGNS)}
    kept = {gram: weight[at] for gram, at in sorted(vectorizer.vocabulary_.items()) if abs(weight[at]) >= 20}
    print("// Made by Tests/Counterparts/train_talk.py from our own lines; weights in thousandths.")
    print(json.dumps({
        "bias": round(1000 * model.intercept_[0]), "least": LEAST, "lines": len(lines), "signs": found_signs, "lengths": weight[-5:-1], "asks": weight[-1],
        "grams": kept,
    }, ensure_ascii=False, indent=0))


if __name__ == "__main__":
    main()
