/* What Gradio leaves to the page: one click handler for the buttons inside answers, the id of the
   conversation in this tab, focus, and telling a screen reader once what happened. */
(() => {
  "use strict";
  const DOOR = `/${location.pathname.split("/")[1]}`;
  const STAFF = !["/", "/nl", "/en"].includes(DOOR);
  const LOGIN = STAFF ? `${DOOR}/inloggen` : "/inloggen?naar=/account";
  const DESK = location.pathname.startsWith("/balie");
  const KEY = DESK ? "vraagbaak-desk" : "vraagbaak-conversation";
  const kept = new Map();
  const seen = new Set();
  let focused = null;
  let following = false;
  let asked = "";
  let before = -1;
  let leaving = false;
  let asking = null;
  let live = { conversation: "", control: null };

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];

  function store(id) {
    try {
      if (id) sessionStorage.setItem(KEY, id);
      else sessionStorage.removeItem(KEY);
    } catch { /* a browser without storage forgets the conversation on reload */ }
  }

  function stored() {
    try { return sessionStorage.getItem(KEY) || ""; } catch { return ""; }
  }

  function command(action) {
    const box = one("#command textarea, #command input");
    if (!box) return;
    box.value = JSON.stringify({ ...action, at: Date.now() });
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function write(name, value) {
    const box = one(`#${name} textarea, #${name} input`);
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function announce(text) {
    let region = one("#announce");
    if (!region) {
      region = document.createElement("div");
      region.id = "announce";
      region.className = "unseen";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  }

  function focusOn(element) {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  async function copy(article) {
    const said = one(".said", article).innerText.trim();
    const sources = every(".bronnen .sources > li", article).map((item) => {
      const link = one("a", item);
      return link ? `${link.innerText.replace("↗", "").trim()}: ${link.href}` : item.innerText;
    });
    const notice = one(".notice-line", article).innerText.trim();
    const text = [said, ...sources, notice].join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
      announce(article.dataset.copied);
      flash(article, article.dataset.copied);
    } catch {
      announce(article.dataset.notCopied);
      flash(article, article.dataset.notCopied);
    }
  }

  function flash(article, text) {
    const button = one("[data-do=copy]", article);
    const before = button.textContent;
    if (before === text) return;
    button.textContent = text;
    setTimeout(() => { button.textContent = before; }, 2500);
  }

  function report(button) {
    const form = button.closest("details");
    const chosen = one("input:checked", form);
    command({
      do: "feedback",
      answer: button.dataset.answer,
      complaint: chosen ? chosen.value : "",
      remark: one("textarea", form).value,
    });
    if (!chosen) { focusOn(one("input", form)); return; }
    kept.set(form.dataset.keep, false);
    form.open = false;
    focusOn(one("summary", form));
  }

  /* One request asks, and its response says what to show (chat_stream.py): Gradio draws the page,
     but its queue costs the server as much as the answer itself. */
  async function ask() {
    if (asking || !one("#log")) return;
    const mine = asking = new AbortController();
    following = true;
    asked = one("#question textarea").value;
    before = every("#log .you").length;
    pend(asked.trim());
    let ended = false;
    try {
      const reply = await fetch("/page/ask", {
        method: "POST",
        signal: mine.signal,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          question: asked,
          conversation: one("#conversation textarea, #conversation input").value,
          language: document.documentElement.dataset.lang,
        }),
      });
      if (reply.ok) ended = await follows(reply.body);
      else if (reply.status === 401) { giveBack(); return; }
    } catch { /* the connection is gone, or the search was stopped */ }
    if (asking !== mine) return;
    asking = null;
    if (ended) return;
    takeBack();
    tell(one("#brand .brand").dataset.lost, "wrong");
  }

  /* Read server-sent events to their end; whether the last one came. */
  async function follows(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let ended = false;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return ended;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        const [, kind, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) || [];
        if (!kind) continue;
        told[kind](JSON.parse(data));
        ended = ended || kind === "answer" || kind === "wrong";
      }
    }
  }

  const told = {
    waiting({ place }) {
      const said = one("#brand .brand").dataset;
      const line = one("#pending .searching");
      if (!line) return;
      const first = !line.dataset.place;
      line.dataset.place = place;
      line.textContent = place ? said.waiting.replace("{place}", place) : said.searching;
      if (first || !place) announce(line.textContent);
    },
    working({ live }) {
      const pending = one("#pending");
      if (pending) pending.innerHTML = live;
    },
    answer({ log, status, conversation }) {
      draw("log", log);
      draw("status", status);
      write("conversation", conversation);
    },
    news({ log, status, conversation }) {
      const shown = current();
      if (!shown || shown.dataset.conversation !== conversation) return;
      const before = shown.dataset.state;
      draw("log", log);
      if (status) draw("status", status);
      if (current().dataset.state !== before) command({ do: "refresh" });
    },
    gone() { command({ do: "refresh" }); },
    wrong({ status, log, conversation }) {
      takeBack();
      draw("status", status);
      if (log === undefined) return;
      draw("log", log);
      write("conversation", conversation);
    },
  };

  function current() {
    return every("#log .log[data-conversation]").filter((log) => !log.hidden).pop();
  }

  /* While a person has the conversation, one stream brings what is said (chat_news.py). */
  function listen() {
    const log = current();
    const wanted = log && log.dataset.state ? log.dataset.conversation : "";
    if (live.conversation === wanted) return;
    if (live.control) live.control.abort();
    live = { conversation: wanted, control: wanted ? new AbortController() : null };
    if (wanted) stay(live);
  }

  async function stay(mine) {
    for (let pause = 1000; live === mine; pause = Math.min(30000, pause * 2)) {
      const began = Date.now();
      try {
        const reply = await fetch("/page/live", {
          method: "POST",
          signal: mine.control.signal,
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({
            conversation: mine.conversation,
            last: Number((current() || { dataset: {} }).dataset.last || 0),
            language: document.documentElement.dataset.lang,
          }),
        });
        if (reply.ok) await follows(reply.body);
      } catch { /* the connection is gone, or nobody waits any more */ }
      if (Date.now() - began > 30000) pause = 1000;
      await new Promise((done) => { setTimeout(done, pause); });
    }
  }

  function tell(text, kind) {
    const line = element("p", kind, text);
    line.dataset.announce = `own ${Date.now()}`;
    draw("status", line.outerHTML);
  }

  /* What our own stream brings stands beside what Gradio drew there, and in its place: Gradio goes
     on with nodes it knows, and what it draws later takes the place of ours. */
  function draw(name, html) {
    const host = one(`#${name}`);
    const own = one(":scope > .own", host) || host.appendChild(element("div", "own prose", ""));
    drawnBeside(own).forEach(retire);
    own.innerHTML = html;
  }

  function drawnBeside(own) {
    const drawn = every(".log, [data-announce]", own.parentElement);
    return drawn.filter((one) => !one.hidden && !own.contains(one));
  }

  function retire(old) {
    old.replaceChildren();
    for (const mark of ["conversation", "announce", "refresh", "focus", "state"]) delete old.dataset[mark];
    old.hidden = true;
  }

  /* Gradio has drawn anew where something of ours stands; what it fetched before that is old. */
  function giveWay() {
    for (const own of every("#log > .own, #status > .own")) {
      const ours = one(".log", own);
      for (const drawn of own.firstChild ? drawnBeside(own) : []) {
        const same = ours && drawn.dataset.conversation === ours.dataset.conversation;
        if (same && Number(drawn.dataset.turns) < Number(ours.dataset.turns)) retire(drawn);
        else own.replaceChildren();
      }
    }
  }

  function element(tag, name, text, ...inside) {
    const made = document.createElement(tag);
    made.className = name;
    made.append(text, ...inside);
    return made;
  }

  /* The question stands in the conversation at once, before the server has said a word. */
  function pend(text) {
    if (!text || one("#pending")) return;
    const said = one("#brand .brand").dataset;
    const you = element("div", "you", "", element("span", "unseen", said.you), ` ${text}`);
    const answer = element("div", "answer", "", element("p", "searching", said.searching));
    const talk = element("section", "log working", "", you, answer);
    talk.setAttribute("aria-label", said.talk);
    const pending = element("div", "prose", "", talk);
    pending.id = "pending";
    one("#log").after(pending);
    announce(said.searching);
  }

  function unpend() {
    const pending = one("#pending");
    if (pending) pending.remove();
  }

  function clearAsked() {
    const box = one("#question textarea");
    if (before < 0 || !box) return;
    const answered = every("#log .you").length > before;
    if (!answered && !one("#pending .claim")) return;
    if (answered) { before = -1; unpend(); }
    if (box.value === asked) fill("");
  }

  function fill(text) { write("question", text); }

  /* There is no answer: the question comes back, where nothing else was typed meanwhile. */
  function takeBack() {
    unpend();
    before = -1;
    if (!one("#question textarea").value) fill(asked);
  }

  function giveBack() {
    if (asking) asking.abort();
    asking = null;
    const empty = !one("#question textarea").value;
    takeBack();
    if (empty) one("#question textarea").focus();
  }

  function fetchFile(kind) {
    const file = element("a", "", "");
    file.href = `/page/conversation/${encodeURIComponent(stored())}.${kind}`;
    file.download = "";
    file.click();
  }

  /* A dialog of the browser itself: Escape closes it, and focus stays in it and goes back. */
  function wipe(button) {
    const said = button.dataset;
    const box = element("dialog", "wipe", "");
    const told = element("p", "", said.about);
    const yes = element("button", "primary", button.textContent);
    const no = element("button", "quiet", said.no);
    const head = element("h2", "", said.ask);
    head.id = "wipe-head";
    told.id = "wipe-told";
    told.setAttribute("role", "status");
    box.setAttribute("aria-labelledby", head.id);
    box.setAttribute("aria-describedby", told.id);
    box.append(head, told, yes, no);
    no.addEventListener("click", () => box.close());
    box.addEventListener("close", () => box.remove());
    yes.addEventListener("click", async () => {
      yes.disabled = true;
      const reply = await fetch(`/api/v1/conversations/${encodeURIComponent(stored())}`, { method: "DELETE" }).catch(() => null);
      yes.disabled = false;
      if (!reply || !(reply.ok || reply.status === 404)) { told.textContent = said.failed; return; }
      const copies = reply.ok ? (await reply.json()).copies : [];
      head.textContent = said.done;
      told.textContent = copies.length ? said.copies.replace("{references}", copies.join(", ")) : "";
      const anew = element("button", "primary", said.new);
      anew.addEventListener("click", () => actions.new());
      box.addEventListener("close", () => actions.new());
      yes.replaceWith(anew);
      no.remove();
      leaving = true;
      store("");
      anew.focus();
      announce(said.done);
    });
    document.body.append(box);
    box.showModal();
    no.focus();
  }

  /* What everybody is told: in the page when it opens, asked for again while it is looked at. Each
     is said once to a screen reader, and stays away once it was closed. */
  const EVERY = 60000;
  const CLOSED = "vraagbaak-closed";

  function closed() {
    try { return (sessionStorage.getItem(CLOSED) || "").split(" "); } catch { return []; }
  }

  function tellNotices() {
    const hidden = closed();
    const fresh = [];
    for (const notice of every("#notices [data-notice]")) {
      const key = notice.dataset.notice;
      notice.hidden = hidden.includes(key);
      if (notice.hidden || seen.has(`notice ${key}`)) continue;
      seen.add(`notice ${key}`);
      fresh.push(one("p", notice).textContent);
    }
    for (const host of every("#notices section")) {
      const none = !every("[data-notice]", host).some((notice) => !notice.hidden);
      if (host.hidden !== none) host.hidden = none;
    }
    if (fresh.length) setTimeout(() => announce(fresh.join(" ")), 500);
  }

  async function askNotices() {
    const host = one("#notices .notices");
    if (!host || document.hidden || DESK) return;
    try {
      const reply = await fetch(`/page/notices/${document.documentElement.dataset.lang}`);
      if (!reply.ok) return;
      const made = element("div", "", "");
      made.innerHTML = await reply.text();
      const now = one(".notices", made);
      if (!now || now.dataset.told === host.dataset.told) return;
      host.dataset.told = now.dataset.told;
      host.innerHTML = now.innerHTML;
      tellNotices();
    } catch { /* the next time will do */ }
  }

  /* What one does with the conversation: a choice, Escape, or going on elsewhere shuts it. */
  function shutMenu(stay) {
    const menu = one("#conversation-menu[open]");
    if (!menu) return;
    menu.open = false;
    if (stay) one("summary", menu).focus();
  }

  const actions = {
    dismiss(button) {
      const notice = button.closest("[data-notice]");
      try { sessionStorage.setItem(CLOSED, [...closed(), notice.dataset.notice].join(" ")); } catch { /* closed until the page is loaded again */ }
      notice.hidden = true;
      tellNotices();
      focusOn(one("#question textarea"));
    },
    ask(button) { 
      if (one("#panel")) command({ do: "close" });
      fill(button.dataset.text);
      setTimeout(() => { one("#send").click(); focusOn(one("#question textarea")); }, 0);
    },
    copy(button) { copy(button.closest("article")); },
    feedback: report,
    person() { command({ do: "person" }); },
    open(button) { store(button.dataset.handoff); command({ do: "open", handoff: button.dataset.handoff }); },
    async logout() {
      leaving = true;
      store("");
      const headers = { Accept: "application/json" };
      const reply = await fetch(`${DOOR}/uitloggen`, { method: "POST", headers });
      location.assign(reply.ok ? (await reply.json()).to : LOGIN);
    },
    new() { leaving = true; store(""); location.reload(); },
    save() { fetchFile("txt"); },
    pdf() { fetchFile("pdf"); },
    wipe,
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("a.skip") && one("#question textarea")) {
      event.preventDefault();
      one("#question textarea").focus();
      return;
    }
    const cite = event.target.closest("a.cite");
    if (cite) {
      event.preventDefault();
      const source = document.getElementById(cite.getAttribute("href").slice(1));
      const box = source && source.closest("details");
      if (box) { box.open = true; kept.set(box.dataset.keep, true); }
      focusOn(source);
      return;
    }
    if (!event.target.closest("#conversation-menu > summary")) shutMenu(event.target.closest("#conversation-menu"));
    const summary = event.target.closest("details[data-keep] > summary");
    if (summary) { kept.set(summary.parentElement.dataset.keep, !summary.parentElement.open); return; }
    const button = event.target.closest("[data-do]");
    if (button && actions[button.dataset.do]) actions[button.dataset.do](button);
    if (event.target.closest("#send")) ask();
    if (event.target.closest("#stop")) giveBack();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shutMenu(event.target.closest("#conversation-menu"));
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest("#question")) ask();
  });

  document.addEventListener("input", (event) => {
    const field = event.target.closest(".report textarea, .report input");
    if (field) kept.set(field.type === "radio" ? field.name : field.id, field.value);
  });

  function selectorOf(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    const box = element.parentElement && element.parentElement.dataset.keep;
    if (box && element.tagName === "SUMMARY") return `[data-keep="${CSS.escape(box)}"] > summary`;
    if (element.name && element.value) return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
    const wanted = ["do", "answer", "handoff"].filter((name) => element.dataset[name]);
    return wanted.map((name) => `[data-${name}="${CSS.escape(element.dataset[name])}"]`).join("");
  }

  document.addEventListener("focusin", (event) => {
    if (!event.target.closest("#conversation-menu")) shutMenu(false);
    focused = event.target.closest(".log, .queue") ? selectorOf(event.target) : null;
  });

  function restoreFields() {
    every("details[data-keep]").forEach((box) => {
      if (kept.has(box.dataset.keep)) box.open = kept.get(box.dataset.keep);
    });
    every(".report textarea").forEach((field) => { if (kept.has(field.id)) field.value = kept.get(field.id); });
    every(".report input[type=radio]").forEach((field) => { field.checked = kept.get(field.name) === field.value; });
    if (focused && document.activeElement === document.body) {
      const again = one(focused);
      if (again) again.focus({ preventScroll: true });
    }
  }

  /* Gradio names every radio button apart, so that the arrow keys don't go from one to the next. */
  function group() {
    for (const input of every(".block input[type=radio]")) {
      const name = `group-${input.closest(".block").id}`;
      if (input.name !== name) input.name = name;
    }
  }

  function follow() {
    const asked = one("#pending .you") || every("#log .you").pop();
    if (following && asked) asked.scrollIntoView({ block: "start" });
    if (!one("#pending .you")) following = false;
  }

  function noticeNew() {
    const log = one("#log .log[data-conversation]");
    if (log && !leaving && log.dataset.conversation !== stored()) store(log.dataset.conversation);
    const talk = one("#talk .log[data-handoff]");
    if (talk && stored() && talk.dataset.handoff !== stored()) {
      command({ do: "open", handoff: stored() });
    }
    if (log) {
      document.documentElement.classList.remove("returning");
      document.documentElement.classList.toggle("begun", Boolean(log.dataset.conversation));
    }
    const titled = one("[data-title]");
    if (titled && document.title !== titled.dataset.title) document.title = titled.dataset.title;
    every("[data-announce]").forEach((text) => {
      if (seen.has(text.dataset.announce)) return;
      seen.add(text.dataset.announce);
      announce(text.textContent);
      if (text.classList.contains("wrong")) unpend();
      if (text.dataset.refresh) command({ do: "refresh" });
    });
    every("[data-focus]").forEach((heading) => {
      const once = `focus ${heading.dataset.focus}`;
      if (seen.has(once)) return;
      seen.add(once);
      const name = `[data-focus="${CSS.escape(heading.dataset.focus)}"]`;
      for (const wait of [0, 60, 250]) {
        setTimeout(() => {
          const lost = !document.activeElement || document.activeElement === document.body;
          if (wait === 0 || lost) focusOn(one(name));
        }, wait);
      }
    });
  }

  /* Where one must have logged in, a request says when the session has ended. The page stays as it is, with all
     that was typed; who logs in again in another window goes on here. */
  function watchSession() {
    const plain = window.fetch;
    window.fetch = async (...asked) => {
      const reply = await plain(...asked);
      if (reply.status === 401) sessionEnded();
      else if (reply.ok && one("#ended")) one("#ended").remove();
      return reply;
    };
  }

  function sessionEnded() {
    const words = one("meta[name=vraagbaak-ended]");
    if (leaving || one("#ended") || !words) return;
    const link = element("a", "", words.dataset.link);
    link.href = LOGIN;
    link.target = "_blank";
    const line = element("p", "wrong", `${words.content} `, link);
    line.id = "ended";
    line.setAttribute("role", "alert");
    document.body.prepend(line);
  }

  function restore(action, tries) {
    if (!tries || one("#log .log[data-conversation]")) {
      document.documentElement.classList.remove("returning");
      return;
    }
    command(action);
    setTimeout(() => restore(action, tries - 1), 1500);
  }

  function start() {
    if (one("#notices")) setInterval(askNotices, EVERY);
    const waiting = stored();
    if (waiting) {
      document.documentElement.classList.add("returning");
      restore(DESK ? { do: "open", handoff: waiting } : { do: "restore", conversation: waiting }, 5);
    }
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && stored() && !one("#pending") && !DESK) command({ do: "refresh" });
    });
  }

  watchSession();

  let started = false;
  let planned = false;
  function changed() {
    planned = false;
    document.body.classList.remove("dark");
    const page = document.documentElement;
    if (page.lang !== page.dataset.lang) page.lang = page.dataset.lang;
    if (!started && one("#command textarea, #command input")) { started = true; setTimeout(start, 0); }
    giveWay();
    tellNotices();
    restoreFields();
    group();
    noticeNew();
    listen();
    clearAsked();
    follow();
  }

  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    queueMicrotask(changed);
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["lang"],
  });
})();
