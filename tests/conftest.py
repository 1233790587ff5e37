"""One BLAS thread, set before numpy is imported: as the app runs, and the same bits on every machine."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pytest  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # noqa: E402

from tests.quiet import Quiet  # noqa: E402


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Around the whole of a test, its fixtures and second chances, whatever becomes of them."""
    own = item.config._tmp_path_factory.getbasetemp()  # of this worker, below the folder that all share
    quiet = Quiet(own.parent if hasattr(item.config, "workerinput") else own)
    with quiet(alone=item.get_closest_marker("alone") is not None):
        return (yield)


BROWSER = "tests/e2e/"


class OneBrowser(LoadScopeScheduling):
    """Every test goes to whichever worker is free, but those of a file in a browser go to one together, which
    has one Chromium for them, and while there are others only one worker at a time has such a file: two
    browsers on two cores would be slow.  (xdist's own groups do not reach pytest 9.2, which builds the ids
    anew.)"""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(BROWSER) else nodeid

    def _assign_work_unit(self, node) -> None:
        free = not any(self._browses(other) for other in self.assigned_work if other is not node)
        fitting = (scope for scope in self.workqueue if scope.startswith(BROWSER) == free)
        scope = next(fitting, None)
        if scope is not None:
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _browses(self, node) -> bool:
        """Whether a worker has tests in a browser before it."""
        assigned = self.assigned_work[node].items()
        return any(not all(done.values()) for scope, done in assigned if scope.startswith(BROWSER))


def pytest_xdist_make_scheduler(config, log):
    return OneBrowser(config, log)
