"""How the page is laid out: much room for the network, and nothing to scroll on a laptop's screen."""

import streamlit as st

# What the app has to see: file, title, icon, what it is good for.
PAGES = {
    "playground": (
        "pages/learn/playground.py",
        "Playground",
        ":material/play_circle:",
        "Watch the network learn, and change anything",
    ),
    "results": (
        "pages/explore/results.py",
        "Results",
        ":material/fact_check:",
        "What the network gets right and wrong, and why; ask it about an example of your own",
    ),
}

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
[class*="st-key-set-"] button { width: 41px; height: 41px; min-height: 0; padding: 0;
  font-size: 0; line-height: 0;
  background: transparent center / 36px 36px no-repeat; }
[class*="st-key-set-"] button p { font-size: 0; }
[class*="st-key-set-"] button[kind="primary"] {
  background-color: color-mix(in srgb, var(--st-primary-color, #0877bd) 14%, transparent);
  border: 2.5px solid var(--st-primary-color, #0877bd); }
[class*="st-key-set-"] { width: 41px !important; flex: none; }
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
.st-key-hint [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
[data-testid="stPageLink"] a { padding: 1px 10px; min-height: 32px; border-radius: .5rem; white-space: nowrap;
  border: 1px solid var(--st-primary-color, #0877bd); }
[data-testid="stPageLink"] a p { font-size: 15px; }
</style>"""

# A page that is read from top to bottom: its head stays where the time is set.
_READING = """<style>
[data-testid="stMainBlockContainer"] { padding: 0 1.4rem 3rem; max-width: 1500px; margin: 0 auto; }
[data-testid="stMain"] :has(> .st-key-head) { position: sticky; top: 0; z-index: 90; }
.st-key-head { padding: .6rem 3rem .35rem 0; margin-right: -1px;
  background: light-dark(#ffffff, #12171d); border-bottom: 1px solid light-dark(#d3dae1, #3a4653); }
[data-testid="stHeader"] { z-index: 95; }
[data-testid="stMain"] h3 { padding: .5rem 0 1.1rem; font-size: 1.2rem; }
[data-testid="stMain"] [data-testid="stMetric"] { padding: 0; }
[data-testid="stMetricLabel"] p { font-size: .95rem; }
[data-testid="stMetricValue"] { font-size: 1.6rem; line-height: 1.25; padding: 0; }
[class*="st-key-card-"] { padding: .6rem .9rem .3rem; gap: .1rem !important; }
.st-key-head h1 { font-size: 1.3rem; padding: 0; }
.st-key-head p { margin: 0; }
.st-key-head [data-testid="stMarkdownContainer"] { margin: 0; }
.st-key-when > :has([data-testid="stSlider"]) { flex: 1 1 260px !important; }
[data-testid="stSidebar"] { display: none; }
[data-testid="stElementToolbar"] button[aria-label="Download as CSV"] { display: none; }
[class*="st-key-fields-"] > div { flex: 1 1 130px !important; width: auto !important; max-width: 300px; }
[class*="st-key-fields-"] label, [class*="st-key-fields-"] label * { min-width: 0; }
[class*="st-key-fields-"] label span > div:last-child { flex: none; }
[class*="st-key-fields-"] label p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
</style>"""


def page_style() -> None:
    st.html(_STYLE)


def reading_style() -> None:
    st.html(_STYLE + _READING)


def door(page: str) -> None:
    """A link to another page of the app, one of PAGES."""
    path, title, icon, tells = PAGES[page]
    st.page_link(path, label=title, icon=icon, help=tells)


def dark() -> bool:
    """Whether the visitor looks at the dark theme."""
    return st.context.theme.type == "dark"


# Streamlit runs no script when the theme is switched: this has it run, so that figures follow.
_watch = st.components.v2.component(
    "deepnet_theme",
    js="""
let asked;
export default function ({data, setTriggerValue}) {
  const look = () => {
    const dark = getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark';
    if (dark === data.dark) asked = undefined;
    else if (dark !== asked) { asked = dark; setTriggerValue('switched', Date.now()); }
  };
  const clock = setInterval(look, 300);
  return () => clearInterval(clock);
}
""",
)


def follow_theme() -> None:
    """Have the page drawn again when the visitor switches between light and dark."""
    _watch(key="theme", data={"dark": dark()}, on_switched_change=lambda: None)
