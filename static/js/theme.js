// Sets the remembered colour scheme before the page is drawn; without a choice the system's holds.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.bsTheme = chosen;
} catch { /* storage is refused: the system's scheme holds */ }
