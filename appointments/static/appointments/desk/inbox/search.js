// Searches while somebody types. What is typed goes into the body of a request, and the address gets it sealed.
// Without this script the form is sent by its button or the Enter key.
(() => {
  const form = document.querySelector("[data-desk-search]");
  const results = document.getElementById("listing-results");
  if (!form || !results) return;
  const field = form.elements.q;
  const carried = document.querySelector("[data-desk-carried]");
  let latest = 0;
  let waiting;

  const search = async () => {
    const mine = ++latest;
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    try {
      const sealed = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "error" });
      if (!sealed.ok) return;
      const { search } = await sealed.json();
      const address = new URL(location.href);
      address.searchParams.delete("p");
      address.searchParams.delete("search");
      if (search) address.searchParams.set("search", search);
      const list = await fetch(form.dataset.deskSearch + address.search, { headers, redirect: "error" });
      const html = await list.text();
      // An answer that was overtaken by a later one is not shown.
      if (!list.ok || mine !== latest) return;
      results.innerHTML = html;
      carried.value = search;
      carried.disabled = !search;
      history.replaceState(null, "", address);
    } catch {
      // Signed out, or no connection: the form can still be sent.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 250);
  });
})();
