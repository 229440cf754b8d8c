// Watches for keys and presses of a person, tells the server, warns two minutes before the idle sign-out, and hides
// the page when the time is over. The server alone decides (clinic/sessions): other tabs count there too.
(() => {
  const words = document.currentScript.dataset;
  const idle = Number(words.idleSeconds) * 1000;
  const warning = Number(words.warningSeconds) * 1000;
  const TOLD_EVERY = 30000;
  const ASKED_EVERY = 5000;
  let end = Date.now() + idle;
  let lastInput = Date.now();
  let lastTold = Date.now();
  let telling;
  let timer;
  let dialog;
  let left;
  let announced;
  let cover;
  let changed;

  const make = (name, text, parent, properties = {}) => {
    const element = Object.assign(document.createElement(name), { textContent: text, ...properties });
    parent.append(element);
    return element;
  };

  // The seconds that are left; 0 when signed out, undefined without an answer.
  const ask = async (options) => {
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const answer = await fetch(options ? words.inputAt : words.leftAt, { headers, redirect: "error", ...options });
      if (answer.status === 403) return 0;
      return answer.ok ? (await answer.json()).seconds : undefined;
    } catch {
      return undefined;
    }
  };

  const plan = (seconds) => {
    end = Date.now() + seconds * 1000;
    if (seconds * 1000 > warning) {
      dialog?.close();
      showAgain();
    }
    clearTimeout(timer);
    const untilEnd = end - Date.now();
    timer = setTimeout(check, dialog?.open ? Math.min(ASKED_EVERY, Math.max(untilEnd, 500)) : untilEnd - warning);
  };

  const token = () =>
    document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? window.wagtailConfig?.CSRF_TOKEN ?? "";

  const tell = async () => {
    telling = undefined;
    lastTold = Date.now();
    const ago = Math.round((Date.now() - lastInput) / 1000);
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ago });
    const seconds = await ask({ method: "POST", body });
    // A page whose token is old is refused too: how much time is left says another address.
    if (seconds) plan(seconds);
  };

  const check = async () => {
    if (Date.now() >= end) hide();
    const seconds = await ask();
    if (seconds === undefined) {
      if (cover) cover.textContent = words.offline;
      timer = setTimeout(check, ASKED_EVERY);
    } else if (seconds === 0) {
      leave();
    } else {
      if (seconds * 1000 <= warning) {
        showAgain();
        warn(seconds);
      }
      plan(seconds);
    }
  };

  const warn = (seconds) => {
    if (!dialog) makeDialog();
    if (!dialog.open) {
      announced = false;
      dialog.showModal();
    }
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    left.textContent = words.minutes.replace("{time}", time);
    if (seconds < 60 && !announced) {
      announced = true;
      make("p", words.soon, dialog, { role: "status" });
    }
  };

  const makeDialog = () => {
    dialog = make("dialog", "", document.body, { className: "idle-warning" });
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "idle-title");
    dialog.setAttribute("aria-describedby", "idle-text");
    make("h2", words.title, dialog, { id: "idle-title" });
    make("p", `${words.text} ${words.kept}`, dialog, { id: "idle-text" });
    left = make("p", "", dialog);
    const button = make("button", words.stay, dialog, { type: "button", className: "button", autofocus: true });
    const stay = () => {
      lastInput = Date.now();
      tell();
    };
    button.addEventListener("click", stay);
    dialog.addEventListener("cancel", stay);
  };

  const hide = () => {
    if (cover) return;
    dialog?.close();
    cover = make("p", words.over, document.body, { className: "idle-cover" });
    cover.setAttribute("role", "alert");
    document.documentElement.classList.add("idle-hidden");
  };

  const showAgain = () => {
    cover?.remove();
    cover = undefined;
    document.documentElement.classList.remove("idle-hidden");
  };

  // Signed out: what was typed goes to the sign-in, sealed (clinic/kept_input); nothing is done with it before its
  // author has signed in and sent it. Another page is asked for anew, and comes back after the sign-in.
  const leave = async () => {
    hide();
    if (!changed?.isConnected) return location.replace(location.href);
    // Otherwise the editor's own script asks whether the page may be left.
    changed.removeAttribute("data-action");
    await new Promise((done) => setTimeout(done, 50));
    return HTMLFormElement.prototype.submit.call(changed);
  };

  const noteInput = (event) => {
    if (dialog?.open || cover) return;
    lastInput = Date.now();
    const form = event.target instanceof Element && event.type === "input" && event.target.closest("form");
    if (form && form.method === "post") changed = form;
    telling ??= setTimeout(tell, Math.max(0, lastTold + TOLD_EVERY - Date.now()));
  };

  for (const name of ["keydown", "pointerdown", "wheel", "touchstart", "input"]) {
    document.addEventListener(name, noteInput, { capture: true, passive: true });
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form");
    if (form?.method === "post") changed = form;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (Date.now() >= end) hide();
    check();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) check();
  });
  window.addEventListener("online", check);
  plan(idle / 1000);
})();
