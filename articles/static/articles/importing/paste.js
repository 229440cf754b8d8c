// Takes what the clipboard holds as HTML beside the words: headings, tables and links survive a paste.
// Without this script the words alone are taken.
(() => {
  const text = document.querySelector("[data-paste-text]");
  const html = document.querySelector("[data-paste-html]");
  const said = document.getElementById("pasted-as");
  if (!text || !html || !said) return;
  const MOST = 2_000_000;
  let isPasting = false;

  const say = (name) => {
    said.textContent = name ? said.dataset[name] : "";
  };

  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/html") ?? "";
    // Words that stand already without their HTML cannot be put in order with it.
    const isAtEnd = text.selectionStart === text.value.length || text.selectionEnd - text.selectionStart === text.value.length;
    const isWhole = !text.value.trim() || text.selectionEnd - text.selectionStart === text.value.length;
    if (!pasted || !(isWhole || (isAtEnd && html.value))) return;
    if (pasted.length + html.value.length > MOST) {
      event.preventDefault();
      say("large");
      return;
    }
    html.value = isWhole ? pasted : html.value + pasted;
    isPasting = true;
    say("whole");
  });

  text.addEventListener("input", () => {
    if (!isPasting && html.value) {
      html.value = "";
      say(text.value.trim() ? "changed" : "");
    }
    isPasting = false;
  });
})();
