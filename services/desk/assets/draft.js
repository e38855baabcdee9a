// What is typed into the registration form is kept on the server every ten seconds, and nowhere in the browser.
(() => {
  const form = document.getElementById('registration');
  if (!form) return;
  const said = document.getElementById('draft-said');
  const EVERY = 10000;
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  let kept = typed();
  let sent = false;

  async function keep() {
    const now = typed();
    if (sent || now === kept) return;
    try {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Huiyin-Draft': 'yes' };
      const answer = await fetch(form.dataset.drafts, { method: 'POST', headers, body: now });
      if (answer.status === 401) {
        document.body.dispatchEvent(new Event('desk:over'));
        return;
      }
      said.textContent = answer.status < 500 ? await answer.text() : said.dataset.away;
      if (answer.ok) kept = now;
    } catch {
      said.textContent = said.dataset.away;
    }
  }

  setInterval(keep, EVERY);
  form.addEventListener('submit', () => (sent = true));
  // Who comes back to the page by the browser's own way goes on typing.
  addEventListener('pageshow', () => (sent = false));
})();
