// Keeps an open inbox fresh: asks for two numbers, says them politely, and moves nothing that is being read.
// It also ticks boxes for all rows of a page. Without it the list works as before.
(() => {
  const EVERY = 30_000;
  const KEY = "clinic-desk-alerts";
  const news = document.querySelector("[data-desk-news]");

  const wanted = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };

  // ---- The page of ticked rows ----
  const boxes = () => [...document.querySelectorAll('input[form="desk-bulk"][name="id"]')];

  const count = () => {
    const line = document.querySelector("[data-desk-count]");
    if (!line) return;
    line.dataset.words ??= line.textContent;
    const ticked = boxes().filter((box) => box.checked).length;
    line.textContent = ticked ? line.dataset.deskCount.replace("%s", ticked) : line.dataset.words;
  };

  const revealPageBox = () => {
    const label = document.querySelector("[data-desk-select-page]");
    if (label) label.hidden = false;
  };

  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-desk-select-page]")) {
      boxes().forEach((box) => {
        box.checked = event.target.checked;
      });
    }
    count();
  });

  const results = document.getElementById("listing-results");
  if (results) new MutationObserver(revealPageBox).observe(results, { childList: true });
  revealPageBox();

  // Where the tabs scroll, the one that is open is in sight.
  document.querySelector(".desk-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // ---- Opened by a key, a record begins at the outcomes of a call: "No answer" is the next stop. ----
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.desk-row-reference");
    if (link && event.detail === 0) link.hash = "desk-outcomes";
  });

  if (!news) return;

  // ---- The poll ----
  const status = news.querySelector(".desk-news__status");
  const show = news.querySelector(".desk-news__show");
  let etag = "";
  let known = 0;

  const beep = () => {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.08, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.4);
    tone.addEventListener("ended", () => audio.close());
  };

  const alertOf = (words) => {
    if (wanted().sound) beep();
    if (wanted().desktop && window.Notification?.permission === "granted") {
      // The tag replaces an earlier notification instead of piling them up.
      new Notification(words, { body: news.dataset.sign, tag: KEY });
    }
  };

  const menuLabel = () => {
    const address = new URL(show.href).pathname;
    const link = [...document.querySelectorAll(".sidebar a")].find((one) => one.pathname === address);
    return link?.querySelector(".menuitem-label");
  };

  const sayHowMany = (waiting) => {
    const bare = document.title.trim().replace(/^\(\d+\)\s*/, "");
    document.title = waiting ? `(${waiting}) ${bare}` : bare;
    const label = menuLabel();
    if (label) {
      // "Requests (14), 4 late": only the number in brackets is known here.
      const [, name, rest] = label.textContent.trim().match(/^(.*?)(?:\s*\(\d+\)(.*))?$/);
      label.textContent = waiting ? `${name} (${waiting})${rest ?? ""}` : name;
    }
  };

  const take = (found) => {
    sayHowMany(found.waiting);
    if (found.new === known) return;
    const more = found.new > known;
    known = found.new;
    const words = known === 1 ? news.dataset.one : news.dataset.many.replace("%s", known);
    status.textContent = known ? words : "";
    show.hidden = !known;
    news.classList.toggle("desk-news--shown", known > 0);
    if (more) alertOf(words);
  };

  const ask = async () => {
    // In a hidden tab only for whoever asked to be alerted there.
    if (document.hidden && !wanted().desktop && !wanted().sound) return;
    const address = new URL(news.dataset.deskNews, location.href);
    address.searchParams.set("since", news.dataset.since);
    try {
      const answer = await fetch(address, {
        headers: { "If-None-Match": etag, "X-Requested-With": "XMLHttpRequest" },
        redirect: "error",
        cache: "no-store",
      });
      if (answer.status !== 200) return;
      etag = answer.headers.get("ETag");
      take(await answer.json());
    } catch {
      // Signed out, or no connection: the next try may work, and the page still shows what it showed.
    }
  };

  setInterval(ask, Number(news.dataset.every) || EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });

  // ---- The alerts, a setting of this browser ----
  const alerts = document.querySelector("[data-desk-alerts]");
  const blocked = alerts.querySelector("[data-desk-blocked]");
  const remember = (kind, on) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...wanted(), [kind]: on }));
    } catch {
      // Storage is off: the setting holds for nobody, and nothing else breaks.
    }
  };

  alerts.hidden = false;
  alerts.querySelectorAll("[data-desk-alert]").forEach((box) => {
    const kind = box.dataset.deskAlert;
    box.checked = Boolean(wanted()[kind]);
    box.addEventListener("change", async () => {
      let on = box.checked;
      if (on && kind === "desktop") {
        on = (await window.Notification?.requestPermission()) === "granted";
        blocked.hidden = on;
        box.checked = on;
      }
      remember(kind, on);
      if (on && kind === "sound") beep();
    });
  });
})();
