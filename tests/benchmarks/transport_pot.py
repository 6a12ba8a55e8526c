# SPDX-License-Identifier: GPL-3.0-or-later
# The POT column of B7: ot.emd2 and its C++ alone, on the problems that transport_exact left, by turns with ours solving the same file.
import subprocess, sys, time
import numpy as np, ot
from ot.lp.emd_wrap import emd_c

folder, ours = sys.argv[1:3]
print(f"POT {ot.__version__}\nn\tours_us\temd2_us\temd_c_us\temd2/ours\temd_c/ours")
for n in (10, 20, 40, 80, 160, 320):
    numbers = np.fromfile(f"{folder}/{n}.bin").reshape(-1, 2 * n + n * n)
    problems = [(row[:n].copy(), row[n:2 * n].copy(), row[2 * n:].reshape(n, n).copy()) for row in numbers]
    rounds = []
    for _ in range(7):
        mine = float(subprocess.run([ours, "--time", f"{folder}/{n}.bin", str(n)], capture_output=True, text=True, check=True).stdout)
        times = {"emd2": [], "emd_c": []}
        for a, b, cost in problems:
            start = time.perf_counter(); ot.emd2(a, b, cost); times["emd2"].append(time.perf_counter() - start)
            start = time.perf_counter(); emd_c(a, b, cost, 1_000_000, 1); times["emd_c"].append(time.perf_counter() - start)
        rounds.append((mine, 1e6 * np.median(times["emd2"]), 1e6 * np.median(times["emd_c"])))
    mine, emd2, emd_c_us = np.median(rounds, axis=0)
    ratios = [(r[1] / r[0], r[2] / r[0]) for r in rounds]
    low, high = np.min(ratios, axis=0), np.max(ratios, axis=0)
    print(f"{n}\t{mine:.1f}\t{emd2:.1f}\t{emd_c_us:.1f}\t{np.median([r[0] for r in ratios]):.2f} [{low[0]:.2f}, {high[0]:.2f}]\t{np.median([r[1] for r in ratios]):.2f} [{low[1]:.2f}, {high[1]:.2f}]")
