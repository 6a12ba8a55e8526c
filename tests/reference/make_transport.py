# SPDX-License-Identifier: GPL-3.0-or-later
"""transport/: problems with their least costs by POT, word vectors, and distances of sentences."""
import warnings
from collections import Counter

import numpy as np
import ot
import torch

from files import write_json, write_safetensors, write_text
from texts import WORDS

SEED = 2501
WIDTH = 12  # of a word's vector


def masses(random, count, kind):
    if kind == "uniform":
        found = np.ones(count)
    elif kind == "counts":
        found = random.integers(1, 5, count).astype(float)
    elif kind == "nbow":
        found = random.multinomial(3 * count, np.ones(count) / count).astype(float) + 1
    else:  # skewed
        found = 10.0 ** random.uniform(-6, 0, count)
    return found / found.sum()


def euclidean(x, y):
    return np.sqrt(((x[:, None, :] - y[None, :, :]) ** 2).sum(-1))


def cosine(x, y):
    unit = lambda points: points / np.linalg.norm(points, axis=1, keepdims=True)
    return np.maximum(0, 1 - unit(x) @ unit(y).T)


def random_problems(random):
    for i in range(56):
        n, m = (int(random.integers(1, 26)) for _ in range(2)) if i >= 3 else ((1, 1), (1, 7), (9, 1))[i]
        weights = ("uniform", "nbow", "counts", "skewed")[i % 4]
        width = int(random.integers(1, 9))
        x, y = random.normal(size=(n, width)), random.normal(size=(m, width))
        yield {"kind": "random", "weights": weights, "metric": "cosine" if i % 3 == 2 else "euclidean", "a": masses(random, n, weights),
            "b": masses(random, m, weights), "x": x, "y": y}


def degenerate_problems(random):
    """Ties, repeated places and sums of parts that meet: what a simplex may stumble over."""
    grid = lambda n: random.integers(0, 4, (n, 2)).astype(float)
    uniform = lambda n: np.ones(n) / n
    for n in (4, 9, 16, 25):
        yield {"kind": "integer grid euclidean", "weights": "uniform", "metric": "euclidean", "a": uniform(n), "b": uniform(n), "x": grid(n), "y": grid(n)}
        x, y = grid(n), grid(n + 2)
        yield {"kind": "integer grid manhattan", "weights": "counts", "metric": "", "a": masses(random, n, "counts"), "b": masses(random, n + 2, "counts"),
            "cost": np.abs(x[:, None] - y[None]).sum(-1)}
    for n, m in ((3, 3), (7, 4)):
        yield {"kind": "all costs equal", "weights": "mixed", "metric": "", "a": masses(random, n, "counts"), "b": uniform(m), "cost": np.full((n, m), 2.5)}
        yield {"kind": "all costs zero", "weights": "mixed", "metric": "", "a": masses(random, n, "counts"), "b": uniform(m), "cost": np.zeros((n, m))}
    for n in (3, 10):
        points = np.repeat(random.normal(size=(2, 3)), [n // 2, n - n // 2], axis=0)
        yield {"kind": "repeated points", "weights": "uniform", "metric": "euclidean", "a": uniform(n), "b": uniform(n), "x": points, "y": points[::-1].copy()}
        x, a = random.normal(size=(n, 4)), masses(random, n, "counts")
        yield {"kind": "identical documents", "weights": "counts", "metric": "euclidean", "a": a, "b": a.copy(), "x": x, "y": x.copy()}
    for n in (6, 15):
        yield {"kind": "small integer costs", "weights": "uniform", "metric": "", "a": uniform(n), "b": uniform(n),
            "cost": random.integers(0, 3, (n, n)).astype(float)}
        yield {"kind": "assignment with huge cost spread", "weights": "uniform", "metric": "", "a": uniform(n), "b": uniform(n),
            "cost": 10.0 ** random.uniform(-6, 6, (n, n))}
        dominant = np.concatenate([[1e6], np.ones(n - 1)])
        yield {"kind": "one dominant weight", "weights": "dominant", "metric": "", "a": dominant / dominant.sum(), "b": dominant[::-1] / dominant.sum(),
            "cost": random.uniform(0, 1, (n, n))}
        line = np.sort(random.integers(0, 50, 2 * n).astype(float))
        yield {"kind": "monge line", "weights": "counts", "metric": "", "a": masses(random, n, "counts"), "b": masses(random, n, "counts"),
            "cost": np.abs(line[:n, None] - line[None, n:])}
    for weights in ("uniform", "nbow"):
        yield {"kind": "large", "weights": weights, "metric": "euclidean", "a": masses(random, 40, weights), "b": masses(random, 40, weights),
            "x": random.normal(size=(40, 5)), "y": random.normal(size=(40, 5))}


def sinkhorn(problem, cost):
    reg = 0.05 * float(np.median(cost))
    if reg == 0:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plan = ot.sinkhorn(problem["a"], problem["b"], cost, reg, method="sinkhorn_log", numItermax=20000, stopThr=1e-12)
    error = float(np.abs(plan.sum(1) - problem["a"]).sum() + np.abs(plan.sum(0) - problem["b"]).sum())
    return {"reg": reg, "cost": float((plan * cost).sum()), "marginal_error": error} if error <= 1e-9 else None


def solved(identifier, problem):
    if "cost" in problem:
        cost = problem["cost"]
    else:
        cost = (cosine if problem["metric"] == "cosine" else euclidean)(problem["x"], problem["y"])
        if problem["metric"] == "cosine":
            problem["cost"] = cost
    plan, log = ot.emd(problem["a"], problem["b"], cost, log=True, numItermax=10**7)
    u, v = log["u"], log["v"]
    least = ot.emd2(problem["a"], problem["b"], cost, numItermax=10**7)
    rows, columns = float(problem["a"] @ cost.min(1)), float(problem["b"] @ cost.min(0))
    entry = {"id": identifier, "kind": problem["kind"], "weights": problem["weights"], "metric": problem["metric"], "n": len(problem["a"]),
        "m": len(problem["b"]), "emd": float(least), "duality_gap": float(abs(problem["a"] @ u + problem["b"] @ v - least)),
        "dual_infeasibility": float(max(0, (u[:, None] + v[None, :] - cost).max())), "plan_nonzeros": int((plan > 0).sum()), "rwmd_rows": rows,
        "rwmd_columns": columns, "rwmd": max(rows, columns), "sinkhorn": sinkhorn(problem, cost)}
    if problem["metric"] == "euclidean":
        entry["wcd"] = float(np.linalg.norm(problem["a"] @ problem["x"] - problem["b"] @ problem["y"]))
    tensors = {f"{identifier}.{key}": torch.tensor(np.ascontiguousarray(problem[key])) for key in ("a", "b", "x", "y", "cost") if key in problem}
    tensors |= {f"{identifier}.u": torch.tensor(u), f"{identifier}.v": torch.tensor(v)}
    return entry, tensors


def word_vectors(random):
    """Words of unlike lengths, so that the rotator's masses differ; rounded as a text file holds them."""
    return {word: np.round(random.normal(size=WIDTH) * 10 ** random.uniform(-0.5, 0.5), 6) for word in WORDS}


def sentence_distances(left, right, vectors):
    kept = [[word for word in text.split(" ") if word in vectors] for text in (left, right)]
    entry = {"a": left, "b": right, "kept_a": kept[0], "kept_b": kept[1], "wmd": None, "wrd": None}
    if not kept[0] or not kept[1]:
        return entry
    counts = [Counter(words) for words in kept]
    unique = [list(count) for count in counts]
    weights = [np.array([count[word] for word in words]) / sum(count.values()) for count, words in zip(counts, unique)]
    points = [np.array([vectors[word] for word in words]) for words in unique]
    cost = euclidean(*points)
    rows, columns = float(weights[0] @ cost.min(1)), float(weights[1] @ cost.min(0))
    all_points = [np.array([vectors[word] for word in words]) for words in kept]
    norms = [np.linalg.norm(side, axis=1) for side in all_points]
    shares = [side / side.sum() for side in norms]
    turned = cosine(*all_points)
    means = [side.sum(0) / norm.sum() for side, norm in zip(all_points, norms)]
    return entry | {"wmd": float(ot.emd2(*weights, cost)), "wrd": float(ot.emd2(*shares, turned)), "unique_a": unique[0], "unique_b": unique[1],
        "weights_a": weights[0], "weights_b": weights[1], "wcd": float(np.linalg.norm(weights[0] @ points[0] - weights[1] @ points[1])),
        "rwmd_rows": rows, "rwmd_columns": columns, "rwmd": max(rows, columns), "wrd_mass_a": shares[0], "wrd_mass_b": shares[1],
        "wrd_mean_bound": float(0.5 * ((means[0] - means[1]) ** 2).sum()),
        "wrd_relaxed": max(float(shares[0] @ turned.min(1)), float(shares[1] @ turned.min(0)))}


def sentences(random):
    draw = lambda: " ".join(random.choice(WORDS, int(random.integers(1, 15))))
    pairs = [(draw(), draw()) for _ in range(22)]
    pairs += [(text, text) for text, _ in pairs[:2]]
    pairs += [("good " * 3 + "film", "good film film"), ("film", "movie"), ("unheardof film", "movie qqq"), ("unheardof qqq", "the film is good"),
        ("the film is good", "qqq"), ("good bad good bad good", "bad good")]
    return pairs


def make_transport(out):
    random = np.random.default_rng(SEED)
    problems, tensors = [], {}
    for i, problem in enumerate([*random_problems(random), *degenerate_problems(random)]):
        entry, own = solved(f"p{i:03}", problem)
        problems.append(entry)
        tensors |= own
    write_json(out / "transport" / "problems.json", {"problems": problems})
    write_safetensors(out / "transport" / "problems.safetensors", tensors)
    vectors = word_vectors(random)
    lines = [f"{len(vectors)} {WIDTH}"] + [word + " " + " ".join(f"{value:.6f}" for value in vector) for word, vector in vectors.items()]
    write_text(out / "transport" / "vectors.txt", "\n".join(lines) + "\n")
    write_json(out / "transport" / "sentences.json",
        {"vectors": "vectors.txt", "pairs": [sentence_distances(*pair, vectors) for pair in sentences(random)]})
