// The browser's history: a change replaces the address; a page, a preset or a data set makes an entry of it.
// Streamlit pushes an entry for every change of the address, and on Back runs the page without going back.
const page = /** @type {any} */ (window);
const kept = (page.deepnetAddress ??= watch());

/**
 * query: what the address is to tell.  entry: how many entries of their own were asked for.  went: how often
 * the visitor has gone back or forward, as far as the server knows.
 * @param {{data: {query: string, entry: number, went: number}, setTriggerValue: Function}} component
 */
export default function ({ data, setTriggerValue }) {
  kept.tell = (went, query) => setTriggerValue('went', { went, query });
  kept.adopt(data);
}

function watch() {
  const push = history.pushState.bind(history);
  const kept = {
    tell: (/** @type {number} */ _went, /** @type {string} */ _query) => {},
    went: 0,
    entry: undefined,
    search: location.search,
    path: location.pathname,

    adopt({ query, entry, went }) {
      this.path = location.pathname;
      this.went = Math.max(this.went, went);
      if (went < this.went) return; // the visitor has gone on to another address since
      const search = query && `?${query}`;
      if (search !== location.search) {
        const own = this.entry !== undefined && entry > this.entry;
        if (own) push({}, '', location.pathname + search);
        else history.replaceState(history.state, '', location.pathname + search);
      }
      Object.assign(this, { entry, search });
    },
  };
  history.pushState = (state, title, url) => {
    // those of Streamlit: to another page, or for a change
    if (new URL(url ?? '', location.href).pathname !== location.pathname) push(state, title, url);
  };
  addEventListener(
    'popstate',
    (event) => {
      if (location.pathname !== kept.path || location.search === kept.search) return; // Streamlit goes there
      event.stopImmediatePropagation();
      kept.search = location.search;
      kept.tell(++kept.went, location.search.slice(1));
    },
    true,
  );
  return kept;
}
