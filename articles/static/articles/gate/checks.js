// Our rules for Wagtail's checks panel: words that promise too much, claims on no or bad sources, no care card.
// The words and the allowed sentences come from articles/gate/checks_panel.py as options.
(() => {
  const register = window.wagtail?.userbar?.registerCheck;
  if (!register) return;

  // As articles/gate/lint.py does: what a reader sees.
  const plain = (text) =>
    text
      .normalize("NFKC")
      .replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, "")
      .replace(/[\u2018\u2019\u02bc\u2032]/g, "'")
      .replace(/[\u201c\u201d]/g, '"')
      .replace(/[\u2010-\u2014]/g, "-")
      .replace(/\s+/g, " ");

  // What stands in the head is shown at the title, for the panel can only point at what is visible.
  const inHead = (node) => {
    const description = document.querySelector('meta[name="description"]');
    return node.matches("h1") ? [document.title, description?.content ?? ""] : [];
  };

  const usesNoSuchWord = (node, { patterns, allowed }) => {
    let text = plain([node.getAttribute("alt") ?? "", node.textContent, ...inHead(node)].join(" . "));
    for (const sentence of allowed) text = text.split(sentence).join(" ");
    return !patterns.some((pattern) => new RegExp(pattern, "iu").test(text));
  };

  for (let number = 0; number < 50; number += 1) register(`clinic-words-${number}`, usesNoSuchWord);
  register("clinic-claim-source", (node) => node.querySelector('a[href^="#source-"]') !== null);
  register("clinic-claim-retracted", (node) => node.querySelector(".retracted") === null);
  register("clinic-claim-unchecked", (node) => node.querySelector("[data-unchecked]") === null);
  register("clinic-care-card", (node) => node.querySelector(".care--emergency, .care--urgent") !== null);
})();
