// Shows the day beside the form as soon as the day or the practitioner changes. Without this, the button does.
(() => {
  const form = document.getElementById("desk-step-form");
  const region = document.getElementById("desk-day");
  const said = document.querySelector("[data-day-said]");
  const button = document.querySelector("[data-day-show]");
  if (!form || !region || !button) return;
  button.hidden = true;
  let asked = 0;

  async function show() {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    // Nothing else that was typed is needed for it.
    for (const name of [...body.keys()]) {
      if (!["csrfmiddlewaretoken", "version", "practitioner", "day"].includes(name)) body.delete(name);
    }
    body.set(button.name, button.value);
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("desk-day");
      // Whoever chose again meanwhile waits for the answer to that.
      if (!found || mine !== asked) return;
      region.replaceChildren(...found.childNodes);
      said.textContent = found.dataset.summary.replace(/\s+/g, " ").trim();
    } catch {
      button.hidden = false;
    }
  }

  form.addEventListener("change", (event) => {
    if (["practitioner", "day"].includes(event.target.name)) show();
  });
})();
