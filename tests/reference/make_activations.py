# SPDX-License-Identifier: GPL-3.0-or-later
"""activations/gelu.json: three forms of GELU and their derivatives, with 50 digits, rounded to float64."""
import mpmath

from files import write_json


def make_activations(out):
    mpmath.mp.dps = 50
    root, cubic, steep = mpmath.sqrt(2 / mpmath.pi), mpmath.mpf("0.044715"), mpmath.mpf("1.702")
    forms = {
        "gelu": lambda x: x * mpmath.ncdf(x),
        "gelu_derivative": lambda x: mpmath.ncdf(x) + x * mpmath.npdf(x),
        "tanh": lambda x: x / 2 * (1 + mpmath.tanh(root * (x + cubic * x**3))),
        "tanh_derivative": lambda x: (1 + mpmath.tanh(root * (x + cubic * x**3))) / 2
        + x / 2 * mpmath.sech(root * (x + cubic * x**3)) ** 2 * root * (1 + 3 * cubic * x**2),
        "quick": lambda x: x / (1 + mpmath.exp(-steep * x)),
        "quick_derivative": lambda x: 1 / (1 + mpmath.exp(-steep * x)) + x * steep * mpmath.exp(-steep * x) / (1 + mpmath.exp(-steep * x)) ** 2,
    }
    points = [mpmath.mpf(i) / 25 - 8 for i in range(401)]
    document = {"x": [float(x) for x in points]}
    for name, form in forms.items():
        document[name] = [float(form(mpmath.mpf(x))) for x in document["x"]]
    write_json(out / "activations" / "gelu.json", document)
