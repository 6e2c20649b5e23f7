// Leaving in a hurry, and a page that hides itself; everything works without this.
const leave = document.querySelector("[data-leave]");
const said = document.querySelector("[data-leave-said]");
const veil = document.querySelector("[data-veil]");
const SECONDS = 1000;

// Gone at once: the page is emptied and replaced first, the server is told on the side.
function go() {
  said.textContent = said.dataset.gone;
  document.querySelector("main").hidden = true;
  fetch(leave.action, { method: "POST", body: new FormData(leave), keepalive: true, redirect: "manual" }).catch(() => {});
  window.stop?.();
  location.replace(leave.dataset.away);
}

if (leave) {
  leave.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  // Three times Shift within five seconds; another key begins anew.
  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((moment) => now - moment < 5 * SECONDS), now];
    if (presses.length >= 3) go();
    else said.textContent = presses.length === 1 ? said.dataset.two : said.dataset.one;
  });
}

// What the browser kept of a page that was left is asked for anew: the draft is gone, and so is what it said.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// After a minute without a touch the page hides; the first touch or key only brings it back.
if (veil) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { veil.hidden = false; }, 60 * SECONDS);
  };
  const lift = (event) => {
    if (!veil.hidden) {
      veil.hidden = true;
      event.preventDefault();
      event.stopPropagation();
    }
    wait();
  };
  for (const kind of ["keydown", "click"]) document.addEventListener(kind, lift, true);
  for (const kind of ["pointermove", "scroll", "input"]) {
    document.addEventListener(kind, () => { if (veil.hidden) wait(); }, { passive: true, capture: true });
  }
  wait();
}
