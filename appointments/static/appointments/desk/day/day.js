// Shows free times and the day beside them as soon as day, practitioner or length change, and fills in the free time
// that is pressed. Without this, the buttons send the form, which changes nothing either.
(() => {
  const form = document.getElementById("desk-step-form");
  const regions = ["desk-free", "desk-day"].map((id) => document.getElementById(id));
  const said = document.querySelector("[data-day-said]");
  const button = document.querySelector("[data-day-show]");
  if (!form || !regions.every(Boolean) || !button) return;
  const needed = ["csrfmiddlewaretoken", "version", "practitioner", "minutes", "day", "starts"];
  button.hidden = true;
  let asked = 0;

  async function show(name, value) {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    // Nothing else that was typed is needed for it.
    for (const key of [...body.keys()]) {
      if (!needed.includes(key)) body.delete(key);
    }
    body.set(name, value);
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = regions.map((region) => page.getElementById(region.id));
      // Whoever chose again meanwhile waits for the answer to that.
      if (!found.every(Boolean) || mine !== asked) return;
      regions.forEach((region, place) => region.replaceChildren(...found[place].childNodes));
      said.textContent = found[0].dataset.summary.replace(/\s+/g, " ").trim();
      // The button that was pressed is gone with the old days: its day has the focus.
      if (name === "look") regions[0].querySelector("[aria-current]")?.focus();
    } catch {
      button.hidden = false;
    }
  }

  function take(pressed) {
    const [practitioner, day, starts] = pressed.value.split(" ");
    Object.entries({ practitioner, day, starts }).forEach(([name, value]) => {
      form.elements[name].value = value;
    });
    regions[0].querySelectorAll("[name=take]").forEach((one) => one.setAttribute("aria-pressed", String(one === pressed)));
  }

  form.addEventListener("change", (event) => {
    if (["practitioner", "day", "minutes"].includes(event.target.name)) show(button.name, button.value);
  });
  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[name=take], button[name=look]");
    if (!pressed) return;
    event.preventDefault();
    if (pressed.name === "take") take(pressed);
    else show("look", pressed.value);
  });
})();
