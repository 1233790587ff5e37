// An equation of the ledger, such as "dW_2 = {1/m} dZ_2 · A_1^T", as typeset mathematics (MathML), in which every
// array can be pointed at.

const WORD = /^(?:[a-z][a-z]+|exp)(?: relu)?'?/;
const NAME = /^(?:‖dθ‖|d?(?:σ²|[A-Za-zẐμγθ])(?:_\d+)?[′⁺]*(?:\^T)?|[vs]̂?)/u;
const FRACTION = /^\{([^/}]+)\/([^}]+)\}/;
const SUM = /^Σ_(\w)/;

/** @typedef {{kind: 'name' | 'word' | 'fraction' | 'sum' | 'sign', text: string, name?: string, below?: string}} Token */

/** The pieces of an equation, from left to right. @param {string} text @returns {Token[]} */
export function tokens(text) {
  const found = [];
  let rest = text;
  while (rest) {
    if (rest[0] === ' ') {
      rest = rest.slice(1);
      continue;
    }
    const fraction = rest.match(FRACTION);
    const sum = rest.match(SUM);
    const word = rest.match(WORD);
    const name = rest.match(NAME);
    let length = 1;
    if (fraction) {
      found.push({ kind: 'fraction', text: fraction[1], below: fraction[2] });
      length = fraction[0].length;
    } else if (sum) {
      found.push({ kind: 'sum', text: 'Σ', below: sum[1] });
      length = sum[0].length;
    } else if (word && !/^d[A-Zbγθ](?![a-z])/u.test(rest)) {
      found.push({ kind: 'word', text: word[0] });
      length = word[0].length;
    } else if (name) {
      found.push({ kind: 'name', text: name[0], name: plain(name[0]) });
      length = name[0].length;
    } else {
      found.push({ kind: 'sign', text: rest[0] });
    }
    rest = rest.slice(length);
  }
  return found;
}

/** "dW_2′^T" is the array dW2′. @param {string} text */
const plain = (text) => text.replace('_', '').replace('^T', '');

const math = (tag, ...inner) => {
  const element = document.createElementNS('http://www.w3.org/1998/Math/MathML', tag);
  element.append(...inner);
  return element;
};

/** @param {string} text @returns {Element} a <math> whose names carry data-name */
export function typeset(text) {
  return math('math', math('mrow', ...tokens(text).map(element)));
}

function element(token) {
  if (token.kind === 'fraction') return math('mfrac', math('mi', token.text), math('mi', token.below));
  if (token.kind === 'sum') return math('munder', math('mo', 'Σ'), math('mi', token.below));
  if (token.kind === 'sign') {
    const tag = /\d/.test(token.text) ? 'mn' : /[αβεδλt]/.test(token.text) ? 'mi' : 'mo';
    return math(tag, token.text.replace('-', '−'));
  }
  if (token.kind === 'word') return math('mtext', token.text);
  const [, base, below, marks, turned] = token.text.match(/^(.*?)(?:_(\d+))?([′⁺]*)(\^T)?$/u);
  const above = marks + (turned ? 'ᵀ' : '');
  const body = math('mi', base);
  let found = body;
  if (below && above) found = math('msubsup', body, math('mn', below), math('mo', above));
  else if (below) found = math('msub', body, math('mn', below));
  else if (above) found = math('msup', body, math('mo', above));
  found.setAttribute('data-name', token.name);
  return found;
}
