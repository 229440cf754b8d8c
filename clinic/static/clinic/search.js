// Suggests pages as one types. Asks only our own site; stores nothing.
const form = document.querySelector("form[data-suggest]");
const input = form.elements.query;
const [list, status] = form.querySelectorAll("[role]");
let options = [], chosen, timer, asked;

const choose = (at) => {
  chosen = options[at];
  for (const option of options) option.ariaSelected = option === chosen;
  chosen?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", chosen?.id ?? "");
};
const show = (pages) => {
  options = pages.map(({ title, url }, at) => {
    const option = document.createElement("li");
    option.onclick = () => (location = url);
    return Object.assign(option, { id: `option-${at}`, role: "option", textContent: title });
  });
  list.replaceChildren(...options);
  list.hidden = !options[0];
  input.ariaExpanded = !list.hidden;
  choose(-1);
};
const stop = () => {
  clearTimeout(timer);
  asked?.abort();
};
const close = () => {
  stop();
  status.textContent = "";
  show([]);
};
const ask = async () => {
  asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.suggest + encodeURIComponent(input.value), asked);
    show((await answer.json()).suggestions);
    status.textContent = `${status.dataset.found} ${options.length}`;
  } catch { /* Typed on, offline. */ }
};
const move = (step) => choose((options.indexOf(chosen) + step + options.length) % options.length);

Object.assign(input, { type: "text", role: "combobox", ariaAutoComplete: "list" });
input.setAttribute("aria-controls", list.id);
input.onblur = close;
input.oninput = () => {
  stop();
  if (input.value.trim()[1]) timer = setTimeout(ask, 200);
  else close();
};
input.onkeydown = (event) => {
  const act = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(chosen ? -1 : 0),
    Enter: chosen && (() => chosen.click()),
    Escape: close,
  }[event.key];
  if (!act || list.hidden) return;
  event.preventDefault();
  act();
};
list.onmousedown = (event) => event.preventDefault();
close();
