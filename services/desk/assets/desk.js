// What pages do beyond what plain ones do: a complaint opens beside its list. Every page works without this file.
(() => {
  const panel = document.getElementById('panel');
  const body = document.body;
  // Where there is no room beside the list, the link leads to the page itself.
  const room = matchMedia('(min-width: 75rem)');
  let from;

  const opens = (event) => event.detail.ctx.target?.id === 'panel-body';

  function close() {
    panel.hidden = true;
    document.getElementById('panel-body').replaceChildren();
    if (from?.isConnected) from.focus();
    mark(undefined);
  }

  function mark(link) {
    for (const other of document.querySelectorAll('#rows [aria-current]')) other.removeAttribute('aria-current');
    link?.setAttribute('aria-current', 'true');
    from = link;
  }

  body.addEventListener('htmx:config:request', (event) => {
    if (!opens(event) || room.matches) return;
    event.preventDefault();
    location.assign(event.detail.ctx.sourceElement.href);
  });

  body.addEventListener('htmx:after:swap', (event) => {
    const { ctx } = event.detail;
    if (!opens(event)) return;
    mark(ctx.sourceElement);
    document.getElementById('panel-open').href = ctx.sourceElement.href;
    panel.hidden = false;
    panel.focus({ preventScroll: true });
  });

  // Who is not signed in any more sees the entrance, not a piece of it inside another page.
  body.addEventListener('htmx:before:response', (event) => {
    const { raw } = event.detail.ctx.response;
    if (!raw.redirected || new URL(raw.url).pathname !== '/desk/sign-in') return;
    event.preventDefault();
    if (event.detail.ctx.request.headers['Huiyin-Live']) body.dispatchEvent(new Event('desk:over'));
    else location.assign(raw.url);
  });

  // What did not arrive in pieces is asked for as a page, which says what is wrong.
  body.addEventListener('htmx:error', (event) => {
    const ctx = event.detail.ctx;
    if (ctx && !ctx.request.headers['Huiyin-Live'] && ctx.request.method === 'GET') location.assign(ctx.request.action);
  });

  if (!panel) return;
  document.getElementById('panel-close').addEventListener('click', close);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing && !panel.hidden) close();
  });
})();
