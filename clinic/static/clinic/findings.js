// Leads from each finding in the list above a page's form to the part that it is about, and puts the focus there.
(() => {
  const ERRORS = ".w-field__errors, .error-message, .help-block.help-critical, [data-field-errors]";
  const TARGETS = "[data-streamfield-child], [data-field-wrapper], .w-field__wrapper, section.w-panel";
  const FOCUSABLE = "input:not([type=hidden]), textarea, select, [contenteditable=true], button";

  const plain = (text) => text.replace(/\s+/g, " ").trim();

  const errorsIn = (part) => [...part.querySelectorAll(ERRORS)].filter((error) => plain(error.textContent));

  // The list puts the label of the field before what is said at the field itself.
  const ofField = (form, words) => {
    for (const label of form.querySelectorAll(".w-field__label, .w-panel__heading")) {
      const name = plain(label.textContent).replace(/\*$/, "").trim();
      if (!name || !words.startsWith(`${name}: `)) continue;
      const [error] = errorsIn(label.closest(TARGETS) ?? form);
      if (error) return error;
    }
    return undefined;
  };

  const errorOf = (words) => {
    const form = document.querySelector("form[data-edit-form]");
    if (!form) return undefined;
    return ofField(form, words) ?? errorsIn(form).find((error) => plain(error.textContent).includes(words));
  };

  const goTo = (target) => {
    const tab = target.closest("[role=tabpanel]");
    if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
    for (let panel = target; panel; panel = panel.parentElement?.closest("[data-panel]")) {
      panel.querySelector(":scope > * [data-panel-toggle][aria-expanded=false]")?.click();
    }
    target.scrollIntoView({ block: "start" });
    [...target.querySelectorAll(FOCUSABLE)].find((one) => one.offsetParent !== null && one.type !== "button")?.focus();
  };

  let arrived = false;
  const lead = () => {
    for (const item of document.querySelectorAll(".messages .errorlist > li:not(:has(a))")) {
      const target = errorOf(plain(item.textContent))?.closest(TARGETS);
      if (!target) continue;
      target.id ||= `finding-${Math.random().toString(36).slice(2)}`;
      const link = document.createElement("a");
      link.href = `#${target.id}`;
      link.append(...item.childNodes);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        goTo(target);
      });
      item.append(link);
    }
    if (arrived) return;
    // From another screen: Wagtail's own way to name a part of the form.
    const path = new URLSearchParams(location.hash.slice(1).replace(/^:w:/, "")).get("contentpath");
    let part = path && document;
    for (const name of path ? path.split(".") : []) part = part?.querySelector(`[data-contentpath="${CSS.escape(name)}"]`) ?? null;
    if (!part || part === document) return;
    arrived = true;
    goTo(part);
  };

  // The form's parts are made when its scripts have run, sooner or later.
  window.addEventListener("load", () => {
    for (const wait of [300, 1500, 4000]) setTimeout(lead, wait);
  });
})();
