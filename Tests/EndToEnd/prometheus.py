# SPDX-License-Identifier: GPL-3.0-or-later
"""Prometheus' text format, read strictly: what a collector would only warn of is an error here."""
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (NaN|[+-]Inf|-?[0-9.]+(?:e[+-]?[0-9]+)?)")


def read(text):
    """Values by name and labels, such as `joom_x{peer="1"}`."""
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    values, current, helped = {}, None, set()
    for line in text[:-1].split("\n"):
        if match := re.fullmatch(rf"# HELP ({NAME}) (?:[^\\]|\\[\\n])+", line):
            if match[1] in helped:
                raise ValueError(f"twice: {line}")
            helped.add(match[1])
            current = None
        elif match := re.fullmatch(rf"# TYPE ({NAME}) (counter|gauge)", line):
            if match[1] not in helped:
                raise ValueError(f"nobody says what it is: {line}")
            current = match[1]
            if (match[2] == "counter") != current.endswith("_total"):
                raise ValueError(f"misnamed: {line}")
        elif match := SAMPLE.fullmatch(line):
            key = match[1] + (f"{{{match[2]}}}" if match[2] else "")
            if match[1] != current or key in values:
                raise ValueError(f"out of place: {line}")
            values[key] = float(match[3])
        else:
            raise ValueError(f"neither a comment nor a number: {line}")
    return values
