// How far a file has come while it is sent. Without this file the browser sends it as any form, and shows the same page afterwards.
(() => {
  const main = document.getElementById('main');

  // The answer is a whole page: what it says takes the place of what stands here.
  function show(request) {
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const answer = page.getElementById('main');
    if (!answer || new URL(request.responseURL).pathname === '/desk/sign-in') {
      location.assign(request.responseURL);
      return;
    }
    main.replaceChildren(...document.adoptNode(answer).childNodes);
    main.querySelector('[role="alert"], [role="status"]:not([hidden])')?.scrollIntoView({ block: 'center' });
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-upload]') || event.defaultPrevented) return;
    event.preventDefault();
    const said = form.querySelector('[data-away]');
    const bar = said.querySelector('progress');
    const words = said.querySelector('span');
    const button = form.querySelector('button[type="submit"]');
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
      if (!lengthComputable) return;
      bar.value = loaded / total;
      words.textContent = `${Math.floor((100 * loaded) / total)} %`;
    });
    request.addEventListener('load', () => show(request));
    request.addEventListener('error', () => {
      words.textContent = said.dataset.away;
      button.disabled = false;
    });
    said.hidden = false;
    bar.value = 0;
    words.textContent = '';
    button.disabled = true;
    request.open('POST', form.action);
    request.send(new FormData(form));
  });
})();
