// Opens the browser's print window on a page that was made for it.
window.addEventListener("load", () => window.print());
