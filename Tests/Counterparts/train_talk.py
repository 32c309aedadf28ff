#!/usr/bin/env python3
"""Makes Config/texts/talk-model.json: a linear model that tells a matter from other talk, from our own labelled lines.

Counts of one to three Chinese characters in a row, logistic regression (scikit-learn, L2, C = 0.3), weights in thousandths. Trained on the
sets ours-1 to ours-5; ours-6 is only measured. Nobody else's words are in it.

    python train_talk.py > ../../Config/texts/talk-model.json
"""
import json
import pathlib
import re

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

SETS = pathlib.Path(__file__).resolve().parent.parent / "ReadingTests" / "Sets"


def rows(number):
    lines = (SETS / f"ours-{number}.jsonl").read_text().splitlines()
    return [row for row in map(json.loads, lines) if row["class"] != "emergency"]


def grams(text):
    found = []
    for part in re.findall(r"[\u4e00-\u9fff]+", text):
        for length in (1, 2, 3):
            found += [part[at : at + length] for at in range(len(part) - length + 1)]
    return found


learned = [row for number in range(1, 6) for row in rows(number)]
counts = CountVectorizer(analyzer=grams)
model = LogisticRegression(C=0.3, solver="liblinear").fit(
    counts.fit_transform(row["text"] for row in learned), [row["class"] in ("matter", "opening") for row in learned])
weights = {
    gram: weight for gram, weight in sorted((gram, round(1000 * model.coef_[0][at])) for gram, at in counts.vocabulary_.items()) if abs(weight) >= 5
}
print("// Made by Tests/Counterparts/train_talk.py from our own lines ours-1 to ours-5 (Tests/ReadingTests/Sets); weights in thousandths.")
print(json.dumps({"bias": round(1000 * model.intercept_[0]), "lines": len(learned), "grams": weights}, ensure_ascii=False, indent=0))
