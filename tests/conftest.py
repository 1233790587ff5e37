"""One BLAS thread, set before numpy is imported: as the app runs, and the same bits on every machine."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
