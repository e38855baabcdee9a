// One letter does what a click does; `?` shows them all. No letter means anything inside a field, with Ctrl, Alt or Meta, or while an input
// method composes. They are switched off in the settings.
(() => {
  const sheet = document.getElementById('keys');
  const palette = document.getElementById('palette');
  if (!sheet) return;
  const letters = sheet.dataset.letters === 'on';
  const wanted = document.getElementById('palette-text');
  const found = document.getElementById('palette-list');

  const rows = () => [...document.querySelectorAll('#rows tbody th a')];
  const composes = (event) => event.isComposing || event.keyCode === 229;
  const inField = (target) => target.closest?.('input, textarea, select, [contenteditable]') !== null;

  function move(step) {
    const links = rows();
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
    links[Math.max(0, Math.min(links.length - 1, next))].focus();
  }

  function select() {
    const box = document.activeElement.closest?.('tr')?.querySelector('input[type="checkbox"]');
    if (box) box.click();
  }

  function search() {
    // The filter's first field; where the page has none, the first of any form.
    const typed = 'input:not([type="hidden"]):not([type="checkbox"])';
    const filter = 'main .filter[method="get"]';
    const places = [`${filter} ${typed}`, `${filter} select`, `main form ${typed}`];
    const field = places.map((place) => document.querySelector(place)).find((found) => found);
    field?.focus();
    field?.select?.();
  }

  // The palette holds what the page offers: its rooms, its lists, its commands, and the posts of who has several.
  function places() {
    const links = document.querySelectorAll('.rooms a, .tabs a, .acts a, #languages a');
    const pages = [...links].map((link) => ({ text: link.textContent.trim(), href: link.href }));
    const form = document.getElementById('post');
    const acting = form?.querySelector('label').textContent.trim();
    const posts = form ? [...form.querySelectorAll('option:not([selected])')] : [];
    const act = (post) => () => {
      form.elements.unit.value = post.value;
      form.requestSubmit();
    };
    return [...pages, ...posts.map((post) => ({ text: `${acting} ${post.textContent.trim()}`, href: '#post', act: act(post) }))];
  }

  function show() {
    const text = wanted.value.trim().toLowerCase();
    const fits = places().filter((place) => place.text.toLowerCase().includes(text));
    const links = fits.slice(0, 12).map(({ text: name, href, act }) => {
      const [line, link] = [document.createElement('li'), document.createElement('a')];
      link.href = href;
      if (act) link.addEventListener('click', act);
      link.textContent = name;
      line.append(link);
      return line;
    });
    found.replaceChildren(...links);
  }

  function open(dialog) {
    if (document.querySelector('dialog[open]')) return;
    dialog.showModal();
  }

  wanted.addEventListener('input', (event) => !event.isComposing && show());
  wanted.addEventListener('compositionend', show);
  palette.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    // A number leads to its complaint; anything else to the first place that fits.
    const number = wanted.value.trim();
    const first = found.querySelector('a');
    if (/^[a-z0-9_]+-\d{8}-\d+-[a-z0-9]$/i.test(number)) location.assign(`${palette.dataset.complaints}${encodeURIComponent(number)}`);
    else if (first) first.click();
  });

  const keys = {
    '?': () => open(sheet),
    '/': search,
    j: () => move(1),
    k: () => move(-1),
    x: select,
  };
  for (const link of document.querySelectorAll('.rooms a[data-key]')) keys[link.dataset.key] = () => location.assign(link.href);

  addEventListener('keydown', (event) => {
    if (composes(event)) return;
    if (event.ctrlKey && !event.altKey && !event.metaKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      wanted.value = '';
      show();
      open(palette);
      return;
    }
    if (!letters || event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
