// An equation of the ledger, such as "dW_2 = {1/m} dZ_2 · A_1^T", as typeset mathematics (MathML), in which every
// array can be pointed at.

const WORD = /^(?:[a-z][a-z]+|exp)(?: relu)?'?/;
const NAME = /^(?:‖dθ‖|d?(?:σ²|[A-Za-zẐμγθ])(?:_\d+)?[′⁺]*²?(?:\^T)?|[vs]̂?⁺?²?|ŝ)/u;
const SYMBOL = /^([αβδελ])([₁₂]?)/u;
const FRACTION = /^\{([^/}]+)\/([^}]+)\}/;
const SUM = /^Σ_(\w)/;
const POWER = /^\^t/;
const BELOW = { '₁': '1', '₂': '2' };
const BETWEEN = ['if', 'where', 'else']; // words that stand apart from what is around them

/** @typedef {'name' | 'word' | 'fraction' | 'sum' | 'symbol' | 'power' | 'sign'} Kind */
/** @typedef {{kind: Kind, text: string, name?: string, below?: string}} Token */

/** The piece that a text begins with, and how long it is. @param {string} rest @returns {[Token, number]} */
function first(rest) {
  const fraction = rest.match(FRACTION);
  if (fraction) return [{ kind: 'fraction', text: fraction[1], below: fraction[2] }, fraction[0].length];
  const sum = rest.match(SUM);
  if (sum) return [{ kind: 'sum', text: 'Σ', below: sum[1] }, sum[0].length];
  if (POWER.test(rest)) return [{ kind: 'power', text: 't' }, 2];
  const symbol = rest.match(SYMBOL);
  if (symbol) return [{ kind: 'symbol', text: symbol[1], below: BELOW[symbol[2]] }, symbol[0].length];
  const word = rest.match(WORD);
  if (word && !/^d[A-Zbγθ](?![a-z])/u.test(rest)) return [{ kind: 'word', text: word[0] }, word[0].length];
  const name = rest.match(NAME);
  if (name) return [{ kind: 'name', text: name[0], name: plain(name[0]) }, name[0].length];
  return [{ kind: 'sign', text: rest[0] }, 1];
}

/** The pieces of an equation, from left to right. @param {string} text @returns {Token[]} */
export function tokens(text) {
  const found = [];
  let rest = text.trimStart();
  while (rest) {
    const [token, length] = first(rest);
    found.push(token);
    rest = rest.slice(length).trimStart();
  }
  return found;
}

/** "dW_2′^T" is the array dW2′. @param {string} text */
const plain = (text) => text.replace('_', '').replace('^T', '').replace(/²$/u, '');

const math = (tag, ...inner) => {
  const element = document.createElementNS('http://www.w3.org/1998/Math/MathML', tag);
  element.append(...inner);
  return element;
};

/** @param {string} text @returns {Element} a <math> whose names carry data-name */
export function typeset(text) {
  return math('math', math('mrow', ...laidOut(tokens(text))));
}

/** @param {Token[]} found @returns {Element[]} */
function laidOut(found) {
  const out = [];
  for (const token of found) {
    if (token.kind === 'power') out.push(math('msup', out.pop() ?? math('mrow'), math('mi', 't')));
    else out.push(element(token));
  }
  return out;
}

/** @param {string} letter */
function hatted(letter) {
  const found = math('mover', math('mi', letter), math('mo', '^'));
  found.setAttribute('accent', 'true');
  return found;
}

/** @param {Token} token @returns {Element} */
function element(token) {
  if (token.kind === 'fraction') return math('mfrac', math('mi', token.text), math('mi', token.below));
  if (token.kind === 'sum') return math('munder', math('mo', 'Σ'), math('mi', token.below));
  if (token.kind === 'symbol') {
    const sign = math('mi', token.text);
    return token.below ? math('msub', sign, math('mn', token.below)) : sign;
  }
  if (token.kind === 'sign') {
    const found = math(/\d/.test(token.text) ? 'mn' : 'mo', token.text.replace('-', '−'));
    if (/[()√]/.test(token.text)) found.setAttribute('stretchy', 'false');
    return found;
  }
  if (token.kind === 'word') {
    return math('mtext', BETWEEN.includes(token.text) ? `\u2002${token.text}\u2002` : token.text);
  }
  const [, base, below, marks, turned] = token.text.match(/^(.*?)(?:_(\d+))?([′⁺]*²?)(\^T)?$/u);
  const above = marks.replace('²', '2') + (turned ? 'ᵀ' : '');
  const bare = base.normalize('NFD').replace('\u0302', '');
  const body = bare === base.normalize('NFD') ? math('mi', base) : hatted(bare);
  let found = body;
  if (below && above) found = math('msubsup', body, math('mn', below), math('mo', above));
  else if (below) found = math('msub', body, math('mn', below));
  else if (above) found = math('msup', body, math('mo', above));
  found.setAttribute('data-name', token.name);
  return found;
}
