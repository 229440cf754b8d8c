// The public site's script: forms, and what prints a page. Everything works without it; it stores nothing.
(() => {
  "use strict";

  document.querySelector("[data-error-summary], [data-focus]")?.focus();

  const forms = document.querySelectorAll("form[data-send-once]");

  // The answer to a form cannot be shown again by going back. Let the browser ask for the form instead: it puts
  // back by itself what was typed, but only where that differs from what the page came with.
  const leaveWayBack = (form) => {
    if (!form.dataset.back) return;
    history.replaceState(history.state, "", form.dataset.back);
    for (const field of form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")) {
      const typed = field.value;
      field.defaultValue = "";
      field.value = typed;
    }
  };

  // A second press while the first is on its way would only confuse; the server makes one request of both anyway.
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      if (event.submitter?.value !== "change") leaveWayBack(form);
      event.submitter?.setAttribute("aria-disabled", "true");
    });
  }

  // Back from the next page the browser may restore this one as it was: let it be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of forms) {
      delete form.dataset.sent;
      form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
    }
  });

  // Beside a long text, the contents mark the part that is being read.
  const entries = new Map();
  for (const link of document.querySelectorAll("[data-contents] a")) {
    const heading = document.getElementById(link.hash.slice(1));
    if (heading) entries.set(heading, link);
  }
  if (entries.size) {
    const mark = () => {
      const read = [...entries.keys()].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      for (const [heading, link] of entries) {
        if (heading === read.at(-1)) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    // Told only when a heading comes or goes, not at each scroll; what lies above counts as there, so that no jump is missed.
    const watch = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -66% 0px" });
    for (const heading of entries.keys()) watch.observe(heading);
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Counts as the server does: characters, not bytes, a line break as one, nothing that cannot be seen.
  const lengthOf = (text) => [...text.normalize("NFC").replace(/(?![\u200c\u200d])\p{Cf}/gu, "").trim()].length;

  for (const counter of document.querySelectorAll("[data-counter]")) {
    const field = document.getElementById(counter.dataset.counter);
    const spoken = document.createElement("span");
    spoken.className = "hidden-text";
    spoken.setAttribute("role", "status");
    field.after(spoken);
    const words = () => {
      const left = counter.dataset.limit - lengthOf(field.value);
      return left < 0 ? `${counter.dataset.over} ${-left}` : `${counter.dataset.left} ${left}`;
    };
    let pause;
    const count = () => {
      counter.textContent = words();
      clearTimeout(pause);
      // Read out only when the typing rests.
      pause = setTimeout(() => (spoken.textContent = words()), 1000);
    };
    field.addEventListener("input", count);
    if (field.value) counter.textContent = words();
  }
})();
