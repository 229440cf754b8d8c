// Says whether the checks panel has looked at what stands in the form, and shows no number where it has not.
// Its words stand in templates/wagtailadmin/shared/side_panels/checks.html.
(() => {
  const LONGEST_LOOK = 20_000;
  const panel = document.querySelector("[data-checks-state]");
  const count = document.querySelector('[data-side-panel="checks"] [data-content-checker-count]');
  const badge = document.querySelector('[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]');
  if (!panel || !count) return;
  let waiting;
  // Whether the preview that the checks look at shows the form as it stands.
  let isShown = false;

  const say = (state) => {
    clearTimeout(waiting);
    panel.dataset.checksState = state;
    for (const words of panel.children) words.hidden = words.dataset.state !== state;
    if (state === "looked") return;
    count.textContent = "–";
    count.classList.remove("has-errors");
    if (badge) badge.hidden = true;
  };

  document.addEventListener("w-preview:update", () => {
    isShown = false;
    say("looking");
    waiting = setTimeout(() => say("failed"), LONGEST_LOOK);
  });
  document.addEventListener("w-preview:json", (event) => {
    isShown = event.detail.data.is_valid;
    if (!isShown) say("no-preview");
  });
  document.addEventListener("w-preview:error", () => say("failed"));
  // Wagtail writes the number when it has looked.
  new MutationObserver(() => {
    if (!/^\d+$/.test(count.textContent)) return;
    say(isShown ? "looked" : panel.dataset.checksState);
  }).observe(count, { childList: true, characterData: true, subtree: true });
})();
