// The playground's script: live posts, the countdown, completion. The page works without it, only less quickly.
"use strict";

(() => {
  // The look is set before anything is drawn, so that no page flashes.
  const stored = (() => { try { return localStorage.getItem("look"); } catch { return null; } })();
  if (stored === "day" || stored === "night") document.documentElement.dataset.look = stored;

  const find = (selector, within = document) => within.querySelector(selector);
  const every = (selector, within = document) => [...within.querySelectorAll(selector)];

  document.addEventListener("DOMContentLoaded", () => {
    if (!document.body.classList.contains("room")) return;
    const channel = document.body.dataset.channel;
    const here = `/c/${channel}`;
    const log = find("#log"), line = find("#line"), composer = find("#composer");
    const refused = find("#refused"), spoken = find("#spoken"), lost = find("#lost");

    // ---- day and night
    const look = find("#look");
    const light = matchMedia("(prefers-color-scheme: light)");
    const isDay = () => (document.documentElement.dataset.look || (light.matches ? "day" : "night")) === "day";
    const nameLook = () => { look.textContent = isDay() ? "Night" : "Day"; look.setAttribute("aria-label", `${look.textContent} colours`); };
    look.hidden = false;
    look.addEventListener("click", () => {
      const next = isDay() ? "night" : "day";
      document.documentElement.dataset.look = next;
      try { localStorage.setItem("look", next); } catch { /* it holds for this page */ }
      nameLook();
    });
    light.addEventListener("change", nameLook);
    nameLook();

    // ---- times as this machine's owner reads them
    const minutes = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const localise = (within) => every(".by time", within).forEach((time) => {
      time.textContent = minutes.format(new Date(time.dateTime));
    });
    localise(document);

    // ---- the countdown, by the server's clock
    let ahead = 0; // how far the server's clock is ahead of ours
    let said = "";
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const count = () => {
      const open = new Set();
      for (const closes of every(".closes[data-closes]")) {
        const left = Number(closes.dataset.closes) - (Date.now() + ahead);
        const seconds = Math.max(0, Math.ceil(left / 1000));
        const words = left > 0 ? `${closes.dataset.word} in ${seconds} s` : closes.dataset.word === "closes" ? "closed" : "begins now";
        if (closes.textContent !== words) closes.textContent = words;
        const post = closes.closest(".post"), bar = find(".bar", post);
        bar.hidden = left <= 0 || still.matches;
        bar.firstElementChild.style.transform = `scaleX(${Math.min(1, Math.max(0, left / (closes.dataset.seconds * 1000)))})`;
        if (left > 0) open.add(post.id);
        // Read aloud twice a question, not each second.
        if ((seconds === 10 || seconds === 5) && left > 0 && said !== `${post.id} ${seconds}`) {
          said = `${post.id} ${seconds}`;
          spoken.textContent = `${seconds} seconds left`;
        }
      }
      // What was read out of a question goes with its close.
      if (spoken.textContent && !open.has(said.split(" ")[0])) spoken.textContent = "";
    };
    setInterval(count, 100);

    // ---- posts: new ones at their place, changed ones in place
    const low = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 160;
    const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    const tell = (answered, text) => { answered.textContent = text; answered.hidden = !text; };
    const place = (html) => {
      const made = document.createElement("template");
      made.innerHTML = html.trim();
      const post = made.content.firstElementChild, old = document.getElementById(post.id), follow = low();
      localise(post);
      if (old) {
        const told = find(".answered", old), now = find(".answered", post);
        if (told && now) tell(now, told.textContent);
        const focused = old.contains(document.activeElement) ? document.activeElement : null;
        const kept = focused && focused.value;
        if (old.className !== post.className) post.classList.add("turned");
        old.replaceWith(post);
        if (focused) (every("button", post).find((button) => button.value === kept) || line).focus({ preventScroll: true });
      } else {
        const next = every(".post", log).find((other) => Number(other.dataset.post) > Number(post.dataset.post));
        log.insertBefore(post, next || null);
      }
      const wrong = find(".fill [aria-invalid=true]", post);
      if (wrong && !line.value) wrong.focus(); // never away from a line being typed
      count();
      if (follow) toEnd();
    };

    // ---- the stream; after a loss it goes on from the last event seen
    let last = document.body.dataset.after;
    const listen = () => {
      const stream = new EventSource(`${here}/events?after=${last}`);
      stream.addEventListener("clock", (event) => { ahead = Number(event.data) - Date.now(); lost.hidden = true; count(); });
      stream.addEventListener("post", (event) => { last = event.lastEventId || last; place(event.data); });
      stream.addEventListener("standing", (event) => { find("#standing").innerHTML = event.data; });
      stream.addEventListener("answered", (event) => {
        const answered = every(".question:not(.private) .answered", log).pop(), many = Number(event.data);
        if (answered) tell(answered, many ? `${many} ${many === 1 ? "has" : "have"} answered` : "");
      });
      stream.addEventListener("reload", () => location.reload());
      stream.addEventListener("error", () => {
        lost.hidden = false;
        if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
      });
      addEventListener("pagehide", () => stream.close(), { once: true });
    };
    listen();
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // its stream was closed

    // ---- sending: a delivery keeps its name until it has arrived, so that a repeated one counts once
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    const fresh = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
    const refuse = (sentence) => {
      refused.textContent = sentence;
      refused.hidden = !sentence;
      line.toggleAttribute("aria-invalid", false);
      if (sentence) line.setAttribute("aria-invalid", "true");
    };
    // One after the other, so that what is sent arrives in the order it was done: the last choice is the last to come.
    let before = Promise.resolve();
    const send = (fields) => (before = before.then(() => deliver(fields)));
    const deliver = async (fields) => {
      fields.set("delivery", fresh());
      for (const pause of [500, 1000, 2000, 4000, 0]) {
        try {
          const answer = await fetch(here, { method: "POST", headers: { "X-Trivium": "page" }, body: new URLSearchParams(fields) });
          refuse(answer.ok ? "" : await answer.text());
          return answer.ok;
        } catch {
          refuse("The connection is lost. Trying again.");
          if (pause) await wait(pause);
        }
      }
      refuse("That could not be sent. Check the connection, then send it again.");
      return false;
    };
    document.addEventListener("submit", async (event) => {
      const form = event.target;
      if (form.method !== "post" || new URL(form.action).pathname !== here) return;
      event.preventDefault();
      const button = event.submitter, fields = new FormData(form);
      if (button && button.name) fields.set(button.name, button.value);
      if (form === composer) {
        close();
        const typed = line.value;
        if (!typed.trim()) return;
        line.value = "";
        toEnd();
        if (!(await send(fields)) && !line.value) line.value = typed;
        return;
      }
      button?.setAttribute("aria-busy", "true");
      await send(fields);
      button?.removeAttribute("aria-busy");
    });

    // ---- completion: a combobox over whole lines
    const list = find("#completions");
    let options = [], active = -1, asked = 0, timer = 0;
    line.setAttribute("role", "combobox");
    line.setAttribute("aria-autocomplete", "list");
    line.setAttribute("aria-controls", "completions");
    line.setAttribute("aria-expanded", "false");
    const choose = (index) => {
      active = index;
      every("li", list).forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
      if (index < 0) line.removeAttribute("aria-activedescendant");
      else {
        line.setAttribute("aria-activedescendant", `completion-${index}`);
        list.children[index].scrollIntoView({ block: "nearest" });
      }
    };
    function close() {
      clearTimeout(timer);
      asked += 1;
      options = [];
      list.hidden = true;
      list.replaceChildren();
      line.setAttribute("aria-expanded", "false");
      choose(-1);
    }
    const open = (lines) => {
      close();
      options = lines;
      list.replaceChildren(...lines.map((text, at) => {
        const item = document.createElement("li");
        item.id = `completion-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dir = "auto";
        item.textContent = text;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(at); });
        return item;
      }));
      list.hidden = !lines.length;
      line.setAttribute("aria-expanded", String(lines.length > 0));
    };
    const ask = async () => {
      const typed = line.value, number = ++asked;
      if (!typed.startsWith("/")) return close();
      try {
        const answer = await fetch(`${here}/complete?line=${encodeURIComponent(typed)}`);
        const lines = await answer.json();
        if (number === asked && line.value === typed) open(lines.filter((text) => text !== typed));
      } catch { /* completion is a help; typing goes on without it */ }
    };
    const take = (index) => {
      line.value = options[index];
      close();
      line.focus();
      timer = setTimeout(ask, 60);
    };
    line.addEventListener("input", () => { refuse(""); clearTimeout(timer); timer = setTimeout(ask, 60); });
    line.addEventListener("blur", close);
    line.addEventListener("keydown", (event) => {
      const many = options.length;
      if (event.key === "Escape" && many) { event.preventDefault(); close(); }
      else if (event.key === "ArrowDown" && many) { event.preventDefault(); choose((active + 1) % many); }
      else if (event.key === "ArrowUp" && many) { event.preventDefault(); choose((active <= 0 ? many : active) - 1); }
      else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) { event.preventDefault(); take(active); }
    });

    // ---- suggestions for a form's fields
    let pending = 0;
    log.addEventListener("input", (event) => {
      const field = event.target, option = field.dataset.suggests;
      if (!option) return;
      clearTimeout(pending);
      pending = setTimeout(async () => {
        const command = field.form.elements.command.value;
        const query = new URLSearchParams({ command, option, typed: field.value });
        try {
          const values = await (await fetch(`${here}/suggest?${query}`)).json();
          field.list?.replaceChildren(...values.map((value) => Object.assign(document.createElement("option"), { value })));
        } catch { /* a help, as above */ }
      }, 120);
    });

    // ---- a letter pressed inside the open question answers it
    log.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      const within = event.target.closest(".question");
      const button = within && every(".choices button", within).find((one) => one.textContent === event.key.toUpperCase());
      if (button) { event.preventDefault(); button.focus(); button.click(); }
    });

    if (!location.hash) toEnd();
    if (matchMedia("(hover: hover)").matches) line.focus({ preventScroll: true });
  });
})();
