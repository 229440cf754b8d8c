// Tells colleagues that this request is open here, and says who else has it open. Without it, the page says
// who was there when it was loaded.
(() => {
  const EVERY = 30_000;
  const region = document.getElementById("desk-presence");
  const token = document.querySelector("#desk-presence-token [name=csrfmiddlewaretoken]");
  if (!region || !token) return;

  const words = (more) =>
    new URLSearchParams({ seen: region.dataset.seen, csrfmiddlewaretoken: token.value, ...more });

  const show = (html) => {
    const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-desk-key]");
    const shown = region.querySelector("[data-desk-key]");
    // Signed out: what came is the sign-in page.
    if (!found) return;
    if (!shown || shown.dataset.deskKey !== found.dataset.deskKey) {
      region.replaceChildren(found);
      return;
    }
    // The same people: only the minutes have passed, and nobody needs to hear that.
    const since = found.querySelectorAll(".desk-presence__since");
    shown.querySelectorAll(".desk-presence__since").forEach((place, number) => {
      place.textContent = since[number]?.textContent ?? place.textContent;
    });
  };

  const ping = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(region.dataset.ping, { method: "POST", body: words(), redirect: "error" });
      if (answer.ok) show(await answer.text());
    } catch {
      // No connection: the next try may work.
    }
  };

  setInterval(ping, Number(region.dataset.every) || EVERY);
  document.addEventListener("visibilitychange", ping);
  addEventListener("pageshow", ping);
  addEventListener("pagehide", () => navigator.sendBeacon(region.dataset.ping, words({ leaving: "yes" })));
})();

// Whoever comes by keyboard finds "No answer" one Tab further on, as from the list.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next-request]");
  if (link && event.detail === 0) link.hash = "desk-outcomes";
});
