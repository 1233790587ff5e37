// The buttons over the diagram: layers, neurons and inputs, added and taken away where they are drawn.
const MOST_LAYERS = 8, MOST_NEURONS = 64;

export function layers(stage) {
  const {scene} = stage, hidden = scene.settings.hidden, box = stage.$('layers');
  const button = (text, label, on, disabled) => {
    const b = document.createElement('button');
    Object.assign(b, {textContent: text, title: label, onclick: on, disabled});
    b.setAttribute('aria-label', label);
    return b;
  };
  const set = layers => stage.player.act('set', {fields: {hidden: layers}});
  const head = document.createElement('div');
  head.className = 'dn-depth';
  head.append(button('−', 'Remove the last hidden layer', () => set(hidden.slice(0, -1)), !hidden.length),
    Object.assign(document.createElement('span'), {innerHTML: `<b>${hidden.length}</b> hidden ${hidden.length === 1 ? 'layer' : 'layers'}`}),
    button('+', 'Add a hidden layer: the network can bend its border more often, and is harder to train', () => set([...hidden, hidden.at(-1) ?? 4]), hidden.length >= MOST_LAYERS));
  box.replaceChildren(head);
  stage.diagram.layout();
  const xs = stage.diagram.columns;
  if (!xs) return;
  hidden.forEach((n, l) => {
    const group = document.createElement('div');
    group.className = 'dn-width';
    group.style.left = `${xs[l + 1]}px`;
    const to = v => set(hidden.map((old, i) => i === l ? v : old));
    const count = Object.assign(document.createElement('input'), {type: 'number', min: 1, max: MOST_NEURONS, value: n, title: 'Neurons in this layer: 1 to 64', onchange: e => {
      const v = Math.round(+e.target.value);
      if (v >= 1 && v <= MOST_NEURONS) to(v); else { stage.say(`A layer has 1 to ${MOST_NEURONS} neurons, not ${e.target.value || 'nothing'}.`); e.target.value = n; }
    }});
    count.setAttribute('aria-label', `Neurons in layer ${l + 1}`);
    group.append(button('−', `One neuron fewer in layer ${l + 1}`, () => to(n - 1), n <= 1), count, button('+', `One neuron more in layer ${l + 1}`, () => to(n + 1), n >= MOST_NEURONS));
    box.append(group);
  });
  for (const node of scene.features ? stage.diagram.inputs : []) {
    const b = document.createElement('button');
    b.className = 'dn-feature';
    b.setAttribute('aria-pressed', node.on);
    b.setAttribute('aria-label', `Input ${node.label}`);
    b.title = `${node.on ? 'Take' : 'Give'} the network ${node.label} ${node.on ? 'away' : ''}: a good input can save a whole layer.`;
    Object.assign(b.style, {left: `${node.x - node.size / 2}px`, top: `${node.y - node.size / 2}px`, width: `${node.size}px`, height: `${node.size}px`});
    b.onclick = () => toggle(stage, node.key);
    box.append(b);
  }
}

function toggle(stage, key) {
  const {all, on} = stage.scene.features, next = all.map(f => f[0]).filter(k => on.includes(k) !== (k === key));
  if (next.length) stage.player.act('set', {fields: {features: next}});
  else stage.say('The network needs at least one input: switch another one on first.');
}
