#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Accuracies of finished training runs as a table: training_table.py FOLDER BASE SETTING [SETTING ...]
# FOLDER holds one model folder a run. Rows are the different values of the settings; over the seeds of a row stand the mean, the standard
# deviation and a 95 % interval of the mean (Student's t), and beside it the Wilson interval of one run's accuracy. The last differences are
# those on the clean texts to the row whose first setting is BASE, seed by seed.
import json
import math
import pathlib
import statistics
import sys

T = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}  # by number of runs


def told(values):
    mean = statistics.mean(values)
    if len(values) < 2:
        return f"{100 * mean:.2f}"
    deviation = statistics.stdev(values)
    half = T.get(len(values), 1.96) * deviation / math.sqrt(len(values))
    return f"{100 * mean:.2f} ± {100 * half:.2f} (sd {100 * deviation:.2f})"


def interval(accuracies):
    correct, count = sum(a["correct"] for a in accuracies) / len(accuracies), accuracies[0]["count"]
    z, p = 1.959964, correct / count
    middle, half = (p + z * z / (2 * count)) / (1 + z * z / count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"[{100 * (middle - half):.1f}, {100 * (middle + half):.1f}]"


def main():
    folder, base, by = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    rows = {}
    for path in sorted(folder.glob("*/training.json")):
        run = json.loads(path.read_text())
        settings = {setting["name"]: setting["value"] for setting in run["settings"]}
        rows.setdefault(tuple(settings[name] for name in by), []).append((settings, run))
    print(f"| {' | '.join(by)} | runs | weights | validation | test, whole | one run's interval | test, clean | clean, less {base} | minutes a run |")
    print("|" + "---|" * (len(by) + 8))
    best = lambda run: next(point for point in run["validation"] if point["step"] == run["best_step"])
    test = lambda run, name: next(test["accuracy"] for test in run["tests"] if test["name"] == name)
    clean = lambda runs: {settings["seed"]: test(run, "clean")["value"] for settings, run in runs}
    first = clean(next((runs for key, runs in rows.items() if key[0] == base), []))
    for key, runs in sorted(rows.items(), key=lambda row: -statistics.mean(test(run, "test")["value"] for _, run in row[1])):
        documents = [run for _, run in runs]
        whole = [test(run, "test") for run in documents]
        print("| " + " | ".join([
            *key, str(len(runs)), str(documents[0]["parameters"]),
            told([best(run)["accuracy"]["value"] for run in documents]),
            told([accuracy["value"] for accuracy in whole]), interval(whole),
            told([test(run, "clean")["value"] for run in documents]),
            "" if key[0] == base else told([value - first[seed] for seed, value in clean(runs).items() if seed in first]),
            f"{statistics.mean(run['cost']['seconds'] for run in documents) / 60:.1f}"]) + " |")


main()
