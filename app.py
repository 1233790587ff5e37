"""The deepnet playground: watch a network written in numpy learn.

Start it with `streamlit run app.py`, or with `python app.py`, which does the same.
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: more threads slow small networks

import streamlit as st  # noqa: E402
from streamlit.runtime.scriptrunner import get_script_run_ctx  # noqa: E402

if __name__ == "__main__" and not get_script_run_ctx(suppress_warning=True):  # started by Python itself
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", __file__, *sys.argv[1:]])

from pages.ui.compare import compare  # noqa: E402
from pages.ui.ground import valley  # noqa: E402
from pages.ui.layout import PAGES  # noqa: E402
from pages.ui.phases import phases  # noqa: E402
from pages.ui.stage import stage  # noqa: E402
from pages.ui.stage.gate import everywhere  # noqa: E402
from pages.ui.state.keyring import keyring  # noqa: E402
from pages.ui.wall import wall  # noqa: E402

if get_script_run_ctx(suppress_warning=True):  # a visitor's session runs this file as the page ...
    st.set_page_config(page_title="deepnet playground", page_icon="🔶", layout="wide")
    pages = [
        st.Page(path, title=title, url_path=name, default=name == "playground")
        for name, (path, title, _, _) in PAGES.items()
    ]
    page = st.navigation(pages, position="hidden")
    page.run()
    keyring()
else:  # ... and the server imports it for its routes
    routes = everywhere([*stage.routes, *wall.routes, *compare.routes, *valley.routes, *phases.routes])
    app = st.App(__file__, routes=routes, lifespan=stage.lifespan)
