"""How long `import deepnet` takes beside `import numpy`: python tests/benchmarks/importing.py [--rounds 40]

Fresh interpreters that see nothing but the standard library, numpy and deepnet, taking turns; their start
alone is subtracted.  The goal is at most 1.3 times.  deepnet imports its modules when they are asked for, so
what comes with a network and its trainer, and with all names but the estimators', is timed too.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
SEES = f"import sys; sys.path[:0] = [{str(ROOT)!r}]; sys.path.append({str(Path(np.__file__).parents[1])!r}); "
PROGRAMS = {"nothing": "", "numpy": "import numpy", "import deepnet": "import numpy, deepnet"}
PROGRAMS["Network and Trainer"] = "from deepnet import Network, Trainer"
PROGRAMS["every name"] = (
    "import deepnet; [getattr(deepnet, n) for n in deepnet.__all__ if deepnet._HOME[n] != 'estimators']"
)


def seconds(program: str) -> float:
    command = [sys.executable, "-I", "-S", "-c", SEES + program]  # -S: no site-packages, -I: nothing of ours
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    for program in PROGRAMS.values():
        seconds(program)  # compiled and in the disk's cache
    times = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name, program in PROGRAMS.items():
            times[name].append(seconds(program))
    for name, summary in (("least", np.min), ("median", np.median)):
        nothing, numpy, *others = (1e3 * summary(times[program]) for program in PROGRAMS)
        print(f"{name:7}import numpy {numpy - nothing:.1f} ms; times as long (≤ 1.3): ", end="")
        ratios = ((seconds - nothing) / (numpy - nothing) for seconds in others)
        print(", ".join(f"{n} {ratio:.2f}" for n, ratio in zip([*PROGRAMS][2:], ratios, strict=True)))


if __name__ == "__main__":
    main()
