// Passkeys: asks the browser for one, and sends what it answers with the form. Without it the form stays hidden.
(() => {
  const json = window.webauthnJSON;
  if (!json?.supported()) return;

  const optionsOf = async (form) => {
    if (!form.dataset.asks) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(form.dataset.asks, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const options = await optionsOf(form);
        const credential = form.dataset.passkey === "create"
          ? await json.create(options.creation_options)
          : await json.get(options.request_options);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch {
        form.querySelector("[data-passkey-says]").textContent = form.dataset.failed;
      }
    });
  }
})();
