#!/usr/bin/env bash
# Gradescope runs this in a fresh container for each submission.
set -euo pipefail
base="$(cd "$(dirname "$0")" && pwd)"
cd "$base/source/kit"
exec "$base/source/venv/bin/python" -m autograder.assignment.gradescope.run "$base"
