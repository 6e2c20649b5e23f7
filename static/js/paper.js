// One key a sheet: a letter presses the button that carries it. The pages work without this.
const typing = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
document.querySelector("[data-keys-here]")?.focus({ preventScroll: true });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const letter = /^[a-z]$/i.test(event.key);
  // The date takes digits, so letters typed there are meant for the buttons.
  if (typing(event.target) && !(letter && event.target.matches("[data-keys-here]"))) return;
  const key = letter ? event.key.toLowerCase() : event.key;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
