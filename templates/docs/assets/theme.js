// Runs before the page is drawn, so that it never appears in the wrong colours.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("connectory-theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch {
    // Without storage, the colours of the system hold.
  }
  document.documentElement.classList.add("scripted");
})();
