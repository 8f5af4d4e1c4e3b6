"use strict";
// Filters, search and keys.  The page is whole without this script; all it knows stands in the page:
// an `.entry` carries its values as data attributes, a `.facet` names one of them, `data-of` names the
// entries that a place belongs to, `.s` is text that can be searched.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);
  const entries = all(".entry");
  const sections = all(".position");
  const nodes = all(".node");
  const facets = all(".facet").map((element) => ({ element, name: element.dataset.facet }));
  const places = all("[data-of]").map((element) => ({ element, keys: element.dataset.of.split(" ") }));
  const placesOf = new Map();
  for (const { element, keys } of places) {
    for (const key of keys) placesOf.set(key, [...(placesOf.get(key) ?? []), element]);
  }
  const names = document.body.dataset;
  const only = one("only") ?? {}; // the box of the page of a comparison
  let now = null;

  // Filters: none chosen of a facet means all.

  const chosen = ({ element }) => {
    const select = element.querySelector("select");
    if (select) return select.value ? [select.value] : [];
    return all(":checked", element).map((box) => box.value);
  };

  const choose = ({ element }, values) => {
    const select = element.querySelector("select");
    if (select) select.value = [...select.options].some((option) => option.value === values[0]) ? values[0] : "";
    for (const box of all("input", element)) box.checked = values.includes(box.value);
  };

  const matches = (entry, wanted, except) =>
    wanted.every(({ name, values }) => name === except || !values.length || values.includes(entry.dataset[name]));

  function filter() {
    const wanted = facets.map((facet) => ({ ...facet, values: chosen(facet) }));
    const shown = new Set(entries.filter((entry) => matches(entry, wanted)).map((entry) => entry.id));
    for (const entry of entries) entry.hidden = !shown.has(entry.id);
    for (const { element, keys } of places) element.classList.toggle("off", !keys.some((key) => shown.has(key)));
    const narrowed = wanted.some(({ name, values }) => name !== "position" && values.length);
    const position = wanted.find(({ name }) => name === "position")?.values[0];
    const busy = new Set(entries.filter((entry) => shown.has(entry.id)).map((entry) => entry.dataset.position));
    for (const section of sections) {
      section.hidden = (position && section.id !== position) || (narrowed && !busy.has(section.id));
    }
    const hidden = new Set(sections.filter((section) => section.hidden).map((section) => section.id));
    for (const node of nodes) node.classList.toggle("off", hidden.has(node.getAttribute("href").slice(1)));
    for (const row of all(".pair.same")) row.hidden = only.checked;
    count(wanted);
    const total = shown.size === 1 && entries.length === 1 ? names.entry : `${names.entry}s`;
    one("shown").textContent =
      shown.size === entries.length ? `${entries.length} ${total}` : `${shown.size} of ${entries.length} ${total}`;
    if (now?.hidden) leave();
    search();
  }

  function count(wanted) {
    for (const { element, name } of facets) {
      const counts = new Map();
      for (const entry of entries) {
        if (!matches(entry, wanted, name)) continue;
        counts.set(entry.dataset[name], (counts.get(entry.dataset[name]) ?? 0) + 1);
      }
      for (const box of all("input", element)) {
        const number = counts.get(box.value) ?? 0;
        box.parentElement.querySelector(".count").textContent = number;
        box.parentElement.classList.toggle("none", !number);
      }
    }
  }

  function unfilter() {
    for (const facet of facets) choose(facet, []);
    only.checked = false;
    filter();
  }

  // The state is kept in the address: `#severity=error&code=IKI101&q=word&at=f3`.

  function address(at) {
    const state = new URLSearchParams();
    for (const facet of facets) {
      const values = chosen(facet);
      if (values.length) state.set(facet.name, values.join(","));
    }
    if (only.checked) state.set("only", "changes");
    const query = one("search").value.trim();
    if (query) state.set("q", query);
    if (at) state.set("at", at);
    return `#${state}`;
  }

  const keep = () => history.replaceState(null, "", address(now?.id));

  function restore() {
    const raw = location.hash.slice(1);
    const state = new URLSearchParams(raw.includes("=") ? raw : { at: raw });
    for (const facet of facets) choose(facet, (state.get(facet.name) ?? "").split(",").filter(Boolean));
    only.checked = state.has("only");
    one("search").value = state.get("q") ?? "";
    filter();
    const target = state.get("at") && one(state.get("at"));
    if (target) arrive(target);
    else leave();
  }

  // Going from an entry to its place and back.

  const visible = (element) => !element.closest("[hidden]");

  function go(target) {
    if (!visible(target)) unfilter();
    if (address(target.id) !== location.hash) history.pushState(null, "", address(target.id));
    arrive(target);
  }

  function arrive(target) {
    for (const line of all(".here")) line.classList.remove("here");
    if (target.classList.contains("entry")) {
      present(target);
    } else if (target.matches(".line, .pair")) {
      target.classList.add("here");
    }
    bring(target);
    if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  }

  function bring(target) {
    const block = target.matches("section") ? "start" : "center";
    // What has not been laid out yet has no true height: ask again when it has.
    target.scrollIntoView({ block });
    requestAnimationFrame(() => target.scrollIntoView({ block }));
  }

  function present(entry) {
    leave();
    now = entry;
    for (const element of [entry, ...(placesOf.get(entry.id) ?? [])]) element.classList.add("now");
    const copy = entry.cloneNode(true);
    for (const element of all("[id]", copy)) element.removeAttribute("id");
    one("now").className = entry.className.replace("entry", "").trim();
    one("now").replaceChildren(...copy.childNodes);
    one("bar").hidden = false;
  }

  function leave() {
    now = null;
    for (const element of all(".now")) element.classList.remove("now");
    one("bar").hidden = true;
  }

  function showPlace(entry) {
    const [place] = placesOf.get(entry.id) ?? [];
    present(entry);
    history.replaceState(null, "", address(entry.id));
    bring(place ?? entry);
    return place;
  }

  function step(by) {
    const list = entries.filter((entry) => !entry.hidden && visible(entry));
    if (!list.length) return;
    const at = list.indexOf(now);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
    const entry = list[next];
    showPlace(entry);
    entry.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const target = one(link.getAttribute("href").slice(1));
      if (!target || link.classList.contains("skip")) return;
      event.preventDefault();
      const entry = link.dataset.to && one(link.dataset.to);
      if (entry) {
        history.pushState(null, "", address(entry.id));
        const place = showPlace(entry);
        const pin = (placesOf.get(entry.id) ?? []).find((element) => element.matches("a, [tabindex]"));
        (pin ?? place)?.focus({ preventScroll: true });
      } else go(target);
      return;
    }
    const mark = event.target.closest("mark[data-of]:not(.off)");
    const keys = mark?.dataset.of.split(" ").filter((key) => !one(key).hidden) ?? [];
    if (keys.length && getSelection().isCollapsed) go(one(keys.at(-1)));
  });

  // Search: in all texts that are shown, whatever the case of letters and the width of spaces.

  const LIMIT = 5000;
  let hits = [];
  let hit = -1;

  function search() {
    hits = [];
    hit = -1;
    const words = one("search").value.trim().split(/\s+/u).filter(Boolean);
    if (words.length) {
      const wanted = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("\\s+"), "giu");
      for (const section of sections.filter((section) => !section.hidden)) {
        for (const unit of all(".s", section)) {
          if (hits.length < LIMIT && visible(unit)) hits.push(...found(unit, wanted));
        }
      }
    }
    hits.length = Math.min(hits.length, LIMIT);
    const many = hits.length >= LIMIT ? `${LIMIT} or more` : hits.length;
    one("hits").textContent = words.length ? (hits.length ? `${many} found` : "nothing found") : "";
    paint();
  }

  function found(unit, wanted) {
    const text = unit.textContent;
    return [...text.matchAll(wanted)].map((match) => ({ unit, start: match.index, end: match.index + match[0].length }));
  }

  function range({ unit, start, end }) {
    const made = document.createRange();
    const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
    let offset = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = offset + node.length;
      if (start >= offset && start < next) made.setStart(node, start - offset);
      if (end > offset && end <= next) {
        made.setEnd(node, end - offset);
        break;
      }
      offset = next;
    }
    return made;
  }

  function paint() {
    for (const element of all(".found-here")) element.classList.remove("found-here");
    if (hit >= 0) {
      hits[hit].unit.classList.add("found-here");
      one("hits").textContent = `${hit + 1} of ${hits.length}`;
    }
    if (!CSS.highlights) return;
    CSS.highlights.set("found", new Highlight(...hits.map(range)));
    CSS.highlights.set("found-now", new Highlight(...(hit >= 0 ? [range(hits[hit])] : [])));
    CSS.highlights.get("found-now").priority = 1;
  }

  function jump(by) {
    if (!hits.length) return;
    hit = hit < 0 ? (by > 0 ? 0 : hits.length - 1) : (hit + by + hits.length) % hits.length;
    paint();
    bring(hits[hit].unit);
  }

  let waiting = 0;
  one("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      search();
      keep();
    }, 120);
  });
  one("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") jump(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      event.preventDefault();
      event.target.blur();
    } else return;
    event.stopPropagation();
  });

  // Keys and buttons.

  function clear() {
    unfilter();
    keep();
  }

  function forget() {
    leave();
    one("search").value = "";
    search();
    keep();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => jump(1),
    N: () => jump(-1),
    f: () => {
      one("filters").firstElementChild.open = true;
      go(one("filters"));
    },
    x: clear,
    t: () => scrollTo({ top: 0 }),
    "/": () => one("search").focus(),
    "?": () => one("help").showModal(),
    Escape: forget,
    Enter: () => document.activeElement?.querySelector(":scope.entry .place")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("select, textarea, input:not([type=checkbox])");
    const pressing = event.key === "Enter" && !event.target.matches(".entry");
    if (event.ctrlKey || event.altKey || event.metaKey || typing || pressing || one("help").open) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  const press = (id, does) => one(id).addEventListener("click", does);
  press("next", () => step(1));
  press("previous", () => step(-1));
  press("next-hit", () => jump(1));
  press("previous-hit", () => jump(-1));
  press("clear", clear);
  press("keys", () => one("help").showModal());
  press("close-help", () => one("help").close());
  press("close-bar", () => {
    leave();
    keep();
  });
  one("filters").addEventListener("change", () => {
    filter();
    keep();
  });
  addEventListener("popstate", restore);
  document.querySelector("#filters details").open = matchMedia("(min-width: 40rem)").matches;
  document.documentElement.classList.add("live");
  restore();
})();
