// Shows who is known by a number as soon as it is typed. Without this, the "Find" button does the same.
(() => {
  const form = document.getElementById("desk-entry");
  const phone = document.getElementById("id_phone");
  let last = phone.value.trim();

  async function look() {
    const number = phone.value.trim();
    if (number === last) return;
    last = number;
    const body = new URLSearchParams({ phone: number, find: "1", csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("desk-known");
      // Somebody who typed on waits for the answer to what stands there now.
      if (!found || phone.value.trim() !== number) return;
      // The region itself stays, so that what changes in it is read out.
      document.getElementById("desk-known").replaceChildren(...found.childNodes);
    } catch {
      // The button is still there.
    }
  }

  phone.addEventListener("change", look);

  // Enter in another field would press the first button of the form, which looks the number up.
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || field === phone || field.tagName !== "INPUT" || field.type === "submit") return;
    event.preventDefault();
  });

  // On a phone what to say would push the questions off the screen: it opens on a tap.
  if (matchMedia("(max-width: 59.99rem)").matches) document.querySelector(".desk-script").open = false;
})();
