// The public site's only script. Everything works without it; it stores nothing.
(() => {
  "use strict";

  document.querySelector("[data-error-summary]")?.focus();

  const forms = document.querySelectorAll("form[data-send-once]");
  const buttonOf = (form) => form.querySelector("button[type=submit]");

  // A second press while the first is on its way would only confuse; the server refuses it anyway.
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      const button = buttonOf(form);
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        return;
      }
      button.setAttribute("aria-disabled", "true");
    });
  }

  // Back from the next page the browser may restore this one as it was: let it be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of forms) buttonOf(form).removeAttribute("aria-disabled");
  });
})();
