#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# B7: exact transport against LEMON, and against POT when a Python that has it is named. One minute on two cores.
#   tests/benchmarks/transport_exact.sh [BUILD-FOLDER] [PYTHON]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build/release}
problems=$(mktemp -d)
trap 'rm -rf "$problems"' EXIT
uname -srm; sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1; echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
"$build/benchmarks/transport_exact" "$problems"
if [ $# -gt 1 ]; then
  "$2" "$top/tests/benchmarks/transport_pot.py" "$problems" "$build/benchmarks/transport_exact"
fi
