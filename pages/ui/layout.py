"""How the page is laid out: much room for the network, and nothing to scroll on a laptop's screen."""

import streamlit as st

# Streamlit's own margins are made for reading; here the live part should fill the window.
_STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding: .6rem 1.1rem .4rem; max-width: none; }
[data-testid="stMain"] .stVerticalBlock { gap: .55rem; }
[data-testid="stHeader"] { background: transparent; height: 2.6rem; min-height: 0; pointer-events: none; }
[data-testid="stHeader"] > * { pointer-events: none; }
[data-testid="stHeader"] button, [data-testid="stHeader"] [role="button"] { pointer-events: auto; }
[data-testid="stSidebar"]:not([aria-expanded="false"]) { width: 276px !important; min-width: 276px; }
[data-testid="stSidebarHeader"] { height: 2.2rem; min-height: 0; padding: .4rem 0 0; margin: 0 0 -1.15rem; }
[data-testid="stSidebar"] h1 { font-size: 1.3rem; padding: .2rem 0 0; margin-bottom: 1.1rem; }
[data-testid="stSidebar"] p { font-size: .92rem; line-height: 1.3; }
[data-testid="stSidebarUserContent"] { padding: 0 0 .5rem; }
[data-testid="stSidebarContent"] { padding-left: .9rem; padding-right: .9rem; }
[data-testid="stSidebar"] .stVerticalBlock { gap: .45rem; }
[class*="st-key-set-"] button { width: 51px; height: 51px; min-height: 0; padding: 0;
  font-size: 0; line-height: 0;
  background: transparent center / 44px 44px no-repeat; }
[class*="st-key-set-"] button p { font-size: 0; }
[class*="st-key-set-"] button[kind="primary"] {
  background-color: color-mix(in srgb, var(--st-primary-color, #0877bd) 14%, transparent);
  border: 2.5px solid var(--st-primary-color, #0877bd); }
[class*="st-key-set-"] { width: 51px !important; flex: none; }
[class*="st-key-sets-"] { gap: 5px !important; }
.st-key-presets { padding-right: 3rem; }
.st-key-presets button { min-height: 32px; padding: 1px 10px; }
.st-key-presets button p { font-size: 15px; }
.st-key-methods { gap: .6rem !important; }
.st-key-methods > div { flex: 1 1 118px !important; min-width: 104px; width: auto !important; }
.st-key-methods > div:is(.st-key-settings-batch_size, .st-key-settings-regularization_rate,
  :has(.st-key-settings-batch_size, .st-key-settings-regularization_rate)) { flex: .5 1 100px !important; }
.st-key-methods label p { white-space: nowrap; }
.st-key-hint { min-height: 2.2rem; }
.st-key-hint p { margin: 0; line-height: 1.3; }
</style>"""


def page_style() -> None:
    st.html(_STYLE)
