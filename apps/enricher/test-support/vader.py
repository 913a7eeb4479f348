"""Scores with vaderSentiment: a JSON array of texts on stdin; {"scores": [...], "seconds": CPU time} on stdout."""

import functools
import json
import operator
import sys
import time

from vaderSentiment import vaderSentiment

# From 3.12 on sum() of floats makes up for rounding, and so gives other last digits than before. Scores must not
# depend on the Python that is found: a plain sum is what every version gave when VADER was published.
vaderSentiment.sum = lambda values: functools.reduce(operator.add, values, 0)

texts = json.load(sys.stdin)
analyzer = vaderSentiment.SentimentIntensityAnalyzer()
for text in texts[:200]:
    analyzer.polarity_scores(text)
started = time.process_time()
scores = [analyzer.polarity_scores(text)["compound"] for text in texts]
json.dump({"scores": scores, "seconds": time.process_time() - started}, sys.stdout)
