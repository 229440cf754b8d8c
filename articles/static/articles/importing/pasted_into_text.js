// Says what a text field of the page editor cannot keep of what is pasted into it, and where whole articles
// are brought. The field itself leaves it out, whatever this script does.
(() => {
  const { said, link, address } = document.currentScript.dataset;
  const KINDS = [
    ["h1, h2, h4, h5, h6", "headings"],
    ["table", "tables"],
    ["img", "pictures"],
  ];
  const names = JSON.parse(document.currentScript.dataset.names);

  const lost = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    return KINDS.filter(([selector]) => page.querySelector(selector)).map(([, name]) => names[name]);
  };

  const tell = (field, kinds) => {
    let note = field.nextElementSibling;
    if (!note?.matches("[data-pasted-note]")) {
      note = document.createElement("p");
      note.dataset.pastedNote = "";
      note.className = "help-block help-warning";
      note.setAttribute("role", "status");
      field.after(note);
    }
    const way = document.createElement("a");
    way.href = address;
    way.textContent = link;
    note.replaceChildren(`${said} ${kinds.join(", ")}. `, way);
  };

  document.addEventListener(
    "paste",
    (event) => {
      const field = event.target.closest?.(".Draftail-Editor");
      const html = event.clipboardData?.getData("text/html");
      // What is moved within the editor is none of this.
      if (!field || !html || html.includes("data-draftjs-conductor-fragment")) return;
      const kinds = lost(html);
      if (kinds.length) tell(field, kinds);
    },
    true,
  );
})();
