// Below "Compared with" of a claim: what the chosen sources compared with, each as a button that writes it.
(() => {
  const address = document.currentScript.dataset.address;
  const NAME = /^(.+-value-)comparator$/;

  const chosen = (prefix) =>
    [...document.querySelectorAll(`input[name^="${CSS.escape(prefix)}sources-"][name$="-value"]`)]
      .filter((input) => document.getElementsByName(input.name.replace(/-value$/, "-deleted"))[0]?.value !== "1")
      .map((input) => input.value)
      .filter(Boolean);

  const write = (input, words) => {
    const said = input.value.split(";").map((each) => each.trim()).filter(Boolean);
    if (!said.some((each) => each.toLowerCase() === words.toLowerCase())) said.push(words);
    input.value = said.join("; ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  };

  const show = (input, { told, comparators }) => {
    const place = input.parentElement.querySelector(".comparators") ?? document.createElement("p");
    place.className = "comparators";
    place.setAttribute("role", "status");
    place.textContent = told;
    for (const words of comparators) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = words;
      button.addEventListener("click", () => write(input, words));
      place.append(" ", button);
    }
    input.after(place);
  };

  document.addEventListener("focusin", async (event) => {
    const prefix = event.target.name?.match(NAME)?.[1];
    if (!prefix) return;
    const sources = chosen(prefix);
    // Writing one focuses the field again.
    if (event.target.dataset.sources === sources.join()) return;
    event.target.dataset.sources = sources.join();
    const asked = new URLSearchParams(sources.map((source) => ["source", source]));
    const answer = await fetch(`${address}?${asked}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.ok) show(event.target, await answer.json());
  });
})();
