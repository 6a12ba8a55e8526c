# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrals of gradients along a straight path, refined until they no longer change."""
import numpy as np
import torch

TOLERANCE = 1e-10  # between a panel and its two halves, for each token
NARROW = 1 / 64  # narrower panels have four points instead of eight
BATCH = 192


class Embedded:
    """A network as a function of its word vectors: everything else stays as it is for the given ids."""

    def __init__(self, network, inputs, output, kinks=()):
        self.network, self.inputs, self.output = network, inputs, output
        self.kinks = kinks  # modules whose output goes into a relu
        self.vectors = network.get_input_embeddings()
        with torch.no_grad():
            self.embedded = self.vectors(inputs["input_ids"])[0]  # (L, H)

    def run(self, embedded):
        """Outputs for a batch of word vectors (B, L, H)."""
        replaced = self.vectors.register_forward_hook(lambda *_: embedded)
        try:
            inputs = {name: value.expand(embedded.shape[0], -1) for name, value in self.inputs.items()}
            return self.output(self.network(**inputs).logits)
        finally:
            replaced.remove()

    def gradients(self, embedded):
        embedded = embedded.detach().requires_grad_()
        return torch.autograd.grad(self.run(embedded).sum(), embedded)[0]

    def relu_inputs(self, embedded):
        found = []
        hooks = [module.register_forward_hook(lambda _m, _i, result: found.append(result.reshape(embedded.shape[0], -1))) for module in self.kinks]
        try:
            with torch.no_grad():
                self.run(embedded)
        finally:
            for hook in hooks:
                hook.remove()
        return torch.cat(found, 1)


class Path:
    def __init__(self, function, baseline):
        self.function, self.baseline = function, baseline
        self.step = function.embedded - baseline
        self.points = 0

    def at(self, places):
        return self.baseline + torch.as_tensor(places)[:, None, None] * self.step

    def densities(self, places):
        """The integrand of every token at every place (P, L)."""
        parts = [(self.function.gradients(self.at(part)) * self.step).sum(-1) for part in np.array_split(places, -(-len(places) // BATCH))]
        self.points += len(places)
        return torch.cat(parts).numpy()

    def integrals(self, panels):
        """One Gauss-Legendre rule on each of the panels (P, 2); returns (P, L)."""
        result = [None] * len(panels)
        for count, chosen in ((4, panels[:, 1] - panels[:, 0] < NARROW), (8, panels[:, 1] - panels[:, 0] >= NARROW)):
            index = np.flatnonzero(chosen)
            if not len(index):
                continue
            nodes, weights = np.polynomial.legendre.leggauss(count)
            half = (panels[index, 1] - panels[index, 0]) / 2
            middle = (panels[index, 1] + panels[index, 0]) / 2
            values = self.densities((middle[:, None] + half[:, None] * nodes).ravel()).reshape(len(index), count, -1)
            for place, value in zip(index, half[:, None] * np.einsum("pcl,c->pl", values, weights)):
                result[place] = value
        return np.array(result)

    def cuts(self):
        """Where a relu on the path changes its sign: the gradient jumps there."""
        if not self.function.kinks:
            return np.array([])
        grid = np.linspace(0, 1, 513)
        signs = torch.cat([self.function.relu_inputs(self.at(part)) > 0 for part in np.array_split(grid, 4)])
        step, unit = torch.nonzero(signs[1:] != signs[:-1], as_tuple=True)
        if not len(step):
            return np.array([])
        low, high, before = grid[step.numpy()], grid[step.numpy() + 1], signs[step, unit]
        while (high - low).max() > 2.0 ** -36:
            middle = (low + high) / 2
            parts = []
            for part in np.array_split(np.arange(len(middle)), -(-len(middle) // BATCH)):
                inside = self.function.relu_inputs(self.at(middle[part])) > 0
                parts.append(inside[torch.arange(len(part)), unit[torch.as_tensor(part)]])
            same = (torch.cat(parts) == before).numpy()
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        return np.unique((low + high) / 2)

    def integrate(self):
        cuts = self.cuts()
        edges = np.concatenate([[0], cuts[(cuts > 0) & (cuts < 1)], [1]])
        panels = np.stack([edges[:-1], edges[1:]], 1)
        estimates = self.integrals(panels)
        total = np.zeros(self.step.shape[0])
        last_change = 0.0
        while len(panels):
            middle = panels.mean(1)
            halves = self.integrals(np.concatenate([np.stack([panels[:, 0], middle], 1), np.stack([middle, panels[:, 1]], 1)]))
            left, right = halves[:len(panels)], halves[len(panels):]
            change = np.abs(left + right - estimates).max(1)
            done = (change <= TOLERANCE) | (panels[:, 1] - panels[:, 0] < 2.0 ** -44)
            total += (left + right)[done].sum(0)
            last_change += change[done].sum()
            again = ~done
            panels = np.concatenate([np.stack([panels[again, 0], middle[again]], 1), np.stack([middle[again], panels[again, 1]], 1)])
            estimates = np.concatenate([left[again], right[again]])
        return total, len(cuts), last_change


def integrated_gradients(function, baseline):
    """The entry of values/NAME.json for one baseline (L, H)."""
    with torch.no_grad():
        at_input = function.run(function.embedded[None]).item()
        at_baseline = function.run(baseline[None]).item()
    path = Path(function, baseline)
    scores, kinks, last_change = path.integrate()
    entry = {"attributions": scores, "f_baseline": at_baseline, "difference": at_input - at_baseline, "sum": scores.sum(),
        "residual": scores.sum() - (at_input - at_baseline), "points": path.points, "last_change": last_change}
    if function.kinks:
        entry["kinks"] = kinks
    return entry
