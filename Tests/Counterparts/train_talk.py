#!/usr/bin/env python3
"""Makes Config/texts/talk-model.json: two linear models, from our own labelled lines: what tells a matter from other talk, and what tells that
somebody is in danger now.

Counts of one to three Chinese characters in a row, which lists of Config/texts/talk.zh-Hans.json a line has words of (once, more than once),
its length, and whether it ends as a question; logistic regression (scikit-learn, L2), weights in thousandths. Learned from the sets
ours-*.jsonl, chat-*.jsonl and the silent and the offered lines of commands-*.jsonl, from Tests/Reading/talk*.tsv, and from what is or is not for a
deliberation in matters.tsv, scope-unseen.tsv and same.tsv. Nobody else's words are in it. Sets named *-held.jsonl are never read here.

    python train_talk.py > ../../Config/texts/talk-model.json
    python train_talk.py --folds       each author of talk-*.tsv by a model that has not seen theirs: what is found at each rate of interruptions
"""
import csv
import json
import pathlib
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
# In thousandths of a logit. Above `least` (where it begins as a wish, `wished`) something is offered, or somebody is in danger whatever the words; below `doubt` nobody is, though
# words for it stand there. (--folds)
LIMITS = {"matter": {"least": 3100, "wished": 1500}, "emergency": {"least": 600, "doubt": -1500}}
# Weights nearer to nothing than this are left out.
LIGHTEST = 60
STRENGTH = {"matter": 0.3, "emergency": 1}
# 推不过去, 不转了: as TalkTable.isVain.
VAIN, SETTLED = set("了过进出起上下开动住清"), set("对了看忍免少大想怪舍等来去要好是都也就还我你他会能可差离记受比算行够")
CHANGED = set("要用见行去来想说是对会能少早多错好管过得聊玩打吃看买写喝睡干做等理提送")


def table(name):
    with open(TESTS / "Reading" / name, encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def rows():
    """Text, class (matter, emergency, anything else) and the file it is from."""
    for path in sorted(SETS.glob("ours-*.jsonl")) + sorted(SETS.glob("chat-*.jsonl")):
        if path.stem.endswith("-held"):
            continue
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield row["text"], "matter" if row["class"] == "opening" else row["class"], path.stem
    for path in sorted(SETS.glob("commands-*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if path.stem.endswith("-held") or row["context"] not in ("group", "resident_group") or row["role"] != "resident":
                continue
            if row["want"]["do"] == ["silence"]:
                yield row["text"], "chatter", path.stem
            elif row["want"]["do"][0] == "offer":
                yield row["text"], "matter", path.stem
    for path in sorted((TESTS / "Reading").glob("talk*.tsv")):
        for kind, text in table(path.name):
            yield text, kind, path.stem
    for name in ("matters.tsv", "scope-unseen.tsv"):
        for text, scope, *_ in table(name):
            if scope[-1] in "hijklmno":
                yield text, "matter" if scope[-1] in "hijklm" else "chatter", name
    for _, _, text in table("same.tsv"):
        yield text, "matter", "same"


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


def learn(wanted, lines):
    """A model of one class. An emergency is seen before anybody asks whether it is a matter."""
    lines = [line for line in lines if wanted == "emergency" or line[1] != "emergency"]
    vectorizer = CountVectorizer(analyzer=grams)
    counts = vectorizer.fit_transform(text for text, *_ in lines)
    model = LogisticRegression(C=STRENGTH[wanted], solver="liblinear").fit(features(counts, lines), [kind == wanted for _, kind, _ in lines])
    return vectorizer, model


def folds(lines):
    for wanted in STRENGTH:
        scored = []
        for author in sorted({source for *_, source in lines if source.startswith("talk-")}):
            part = [line for line in lines if line[2] == author and (wanted == "emergency" or line[1] != "emergency")]
            vectorizer, model = learn(wanted, [line for line in lines if line[2] != author])
            scores = model.decision_function(features(vectorizer.transform(text for text, *_ in part), part))
            scored += [(score, kind == wanted) for score, (_, kind, _) in zip(scores, part)]
            report(f"{wanted}, {author}", scored[-len(part):])
        report(f"{wanted}, all", scored)


def report(title, scored):
    other = sorted((score for score, is_wanted in scored if not is_wanted), reverse=True)
    found = [score for score, is_wanted in scored if is_wanted]
    for rate in (0.0025, 0.005, 0.01, 0.02, 0.04):
        least = other[int(len(other) * rate)]
        print(f"{title}: {rate:.2%} of {len(other)} others are above {least:.2f}, and {sum(score > least for score in found) / len(found):.1%} of {len(found)}")


def weigh(wanted, lines):
    """What the file says of a class, and the weight of every gram."""
    vectorizer, model = learn(wanted, lines)
    weight = [round(1000 * one) for one in model.coef_[0]]
    found = len(vectorizer.vocabulary_)
    about = {
        "bias": round(1000 * model.intercept_[0]), **LIMITS[wanted],
        "signs": {sign: [weight[found + at], weight[found + len(SIGNS) + at]] for at, sign in enumerate(SIGNS)},
        "lengths": weight[-5:-1], "asks": weight[-1],
    }
    return about, {gram: weight[at] for gram, at in vectorizer.vocabulary_.items()}


def main():
    lines = list(rows())
    if "--folds" in sys.argv:
        return folds(lines)
    matter, of_matter = weigh("matter", lines)
    emergency, of_emergency = weigh("emergency", lines)
    both = {gram: [of_matter.get(gram, 0), of_emergency.get(gram, 0)] for gram in sorted(of_matter.keys() | of_emergency.keys())}
    kept = {gram: pair for gram, pair in both.items() if max(map(abs, pair)) >= LIGHTEST}
    print("// Made by Tests/Counterparts/train_talk.py from our own lines. Weights in thousandths of a logit; of a gram for a matter, and for an emergency.")
    print('{\n"lines": %d,\n"matter": %s,\n"emergency": %s,\n"grams": {' % (len(lines), json.dumps(matter), json.dumps(emergency)))
    print(",\n".join(f"{json.dumps(gram, ensure_ascii=False)}: {pair}" for gram, pair in kept.items()))
    print("}\n}")


if __name__ == "__main__":
    main()
