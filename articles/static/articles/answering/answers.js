// One key answers a statement: its number or letter chooses, and the next statement without a choice comes. J and K go on and back.
(() => {
  const statements = [...document.querySelectorAll("[data-statement]")].filter((one) => one.querySelector("[type=radio]"));
  const help = document.querySelector(".statements-keys");
  if (!statements.length || !help) return;
  help.hidden = false;

  const chosen = (one) => one.querySelector("[type=radio]:checked");
  const here = () => statements.findIndex((one) => one.contains(document.activeElement));
  const goTo = (one) => {
    if (!one) return;
    (chosen(one) ?? one.querySelector("[type=radio]")).focus();
    one.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=radio]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = here();
    if (event.key === "j") goTo(statements[place + 1]);
    else if (event.key === "k") goTo(statements[Math.max(place - 1, 0)]);
    else {
      const current = statements[place] ?? statements.find((one) => !chosen(one));
      const radio = current?.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
      if (!radio) return;
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
      const after = statements.slice(statements.indexOf(current) + 1);
      goTo(after.find((one) => !chosen(one)) ?? current);
    }
    event.preventDefault();
  });
})();
