// Says beside title and address that the address was taken, as soon as the editor has saved by itself.
// clinic/pages/addresses.py gives the draft another one.
(() => {
  const fields = () => ["id_title", "id_slug"].map((id) => document.getElementById(id)).filter(Boolean);
  let wanted = "";

  // What is being sent, before the answer writes over it.
  document.addEventListener("w-autosave:save", (event) => {
    wanted = event.detail?.formData?.get("slug") ?? "";
  });

  document.addEventListener("w-autosave:success", (event) => {
    const given = event.detail?.response?.field_updates?.slug;
    const words = document.getElementById("id_slug")?.dataset.addressTaken ?? "";
    for (const field of fields()) {
      let note = field.parentElement.querySelector("[data-address-note]");
      if (!given || given === wanted) {
        // Gone as soon as another address was accepted.
        if (wanted && note && note.dataset.given !== wanted) note.remove();
        continue;
      }
      if (!note) {
        note = document.createElement("p");
        note.className = "clinic-note";
        note.dataset.addressNote = "";
        if (field.id === "id_title") note.setAttribute("role", "status");
        field.after(note);
      }
      note.dataset.given = given;
      note.textContent = words.replace("{wanted}", wanted).replace("{given}", given);
    }
  });
})();
