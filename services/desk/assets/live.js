// Lists, cases and the clock move by themselves. The server says only that something happened; each part of the page that moves is then asked
// for again, as any page is, and shows what its reader may see. A page that nobody looks at holds no stream, and is read again when
// somebody does.
(() => {
  const clock = document.getElementById('clock');
  const over = document.getElementById('over');
  if (!clock || !window.EventSource) return;
  // A stream that was refused is asked for again after so many milliseconds; one that broke, by the browser.
  const AGAIN = 30000;
  let stream;
  let missed = false;
  let ended = false;

  const changed = () => document.body.dispatchEvent(new Event('desk:changed'));

  function open() {
    if (stream || ended || document.hidden) return;
    stream = new EventSource(clock.dataset.live);
    stream.addEventListener('open', () => {
      if (missed) changed();
      missed = false;
    });
    stream.addEventListener('changed', changed);
    stream.addEventListener('clock', ({ data }) => {
      const [instant, ...told] = data.split(' ');
      clock.dateTime = instant;
      clock.textContent = told.join(' ');
    });
    stream.addEventListener('over', end);
    stream.addEventListener('error', () => {
      missed = true;
      if (stream?.readyState !== EventSource.CLOSED) return;
      close();
      setTimeout(open, AGAIN);
    });
  }

  function close() {
    stream?.close();
    stream = undefined;
    missed = true;
  }

  function end() {
    ended = true;
    close();
    over.hidden = false;
  }

  document.body.addEventListener('desk:over', end);
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
})();
