// Tells somebody who is writing that the session has ended, and lets the open page be saved after signing in in
// another tab. Without it, what was typed is kept when the page is sent (clinic/kept_input).
(() => {
  const { address, signedOut, signIn, signInAt, again, another } = document.currentScript.dataset;
  let banner;

  const say = (words, link) => {
    if (!banner) {
      banner = document.createElement("p");
      banner.className = "kept-banner";
      banner.setAttribute("role", "alert");
      document.getElementById("main")?.prepend(banner);
    }
    banner.textContent = words;
    if (!link) return;
    const anchor = Object.assign(document.createElement("a"), { href: signInAt, target: "_blank", textContent: signIn });
    banner.append(" ", anchor);
  };

  const ask = async () => {
    const fields = document.querySelectorAll("[name=csrfmiddlewaretoken]");
    if (!fields.length) return;
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: new URLSearchParams({ csrfmiddlewaretoken: fields[0].value }),
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "error",
      });
      if (answer.status === 403) return say(signedOut, true);
      if (!answer.ok) return;
      const { token } = await answer.json();
      if (!token) return say(another);
      fields.forEach((field) => {
        field.value = token;
      });
      if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
      if (banner) say(again);
    } catch {
      // No connection: the next try may work.
    }
  };

  document.addEventListener("w-autosave:error", ask);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && document.querySelector('form[data-controller~="w-unsaved"]')) ask();
  });
})();
