# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of one program and of another in turn, so that what the machine does meanwhile falls on both."""
import argparse
import os
import statistics


def rounds(description):
    """How many calls of each kind the command line asks for."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args().rounds


def take_turns(title, kinds, rounds, call):
    """Holds calls, prints what each came to, and returns it: name of the kind to the figures of its calls."""
    results = {kind.name: [] for kind in kinds}
    for number in range(rounds):
        for kind in kinds if number % 2 == 0 else kinds[::-1]:
            try:
                figures = call(kind)
            except Exception as error:  # one call that fails must not cost the others
                print(f"{title} {kind.name}: failed: {error!r}", flush=True)
                continue
            results[kind.name].append(figures)
            print(f"{title} {kind.name}: {show(figures)}  load {os.getloadavg()[0]:.1f}", flush=True)
    return results


def medians(calls):
    """Of each figure, over the calls that have it."""
    keys = dict.fromkeys(key for each in calls for key in each)
    return {key: statistics.median(each[key] for each in calls if key in each) for key in keys}


def show(figures):
    return "  ".join(f"{key} {value:.3f}" for key, value in figures.items())


def show_medians(results):
    for name, calls in results.items():
        print(f"medians of {len(calls)}, {name}: {show(medians(calls))}")
