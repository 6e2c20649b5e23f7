// Conveniences; every page works without them.

// An error summary takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// Copy buttons.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = button.querySelector("span");
    const before = words.textContent;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2000);
  });
}

// Buttons that ask once more. The dialog stands in the layout, so its words are translated.
const dialog = document.querySelector("dialog.confirm");
if (dialog?.showModal) {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    // Nothing is asked about a form that is not filled in: the server says what is missing.
    if (!button?.dataset.confirm || dialog.returnValue === "sure" || !event.target.checkValidity()) {
      dialog.returnValue = "";
      return;
    }
    event.preventDefault();
    dialog.querySelector("[data-question]").textContent = button.dataset.confirm;
    dialog.querySelector("[value=sure]").textContent = button.textContent.trim();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "sure") event.target.requestSubmit(button);
    }, { once: true });
    dialog.showModal();
  });
}

// Light or dark.
for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (root.dataset.bsTheme || system) === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    try { localStorage.setItem("theme", next); } catch { /* remembered for this page only */ }
  });
}
