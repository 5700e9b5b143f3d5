// Adds to pages what they can do without: tabs, copying, filters, search, and the choice of colours.
(function () {
  "use strict";
  const body = document.body;
  const words = body.dataset;

  const kept = {
    get: (name) => {
      try { return localStorage.getItem(`connectory-${name}`); } catch { return null; }
    },
    set: (name, value) => {
      try { localStorage.setItem(`connectory-${name}`, value); } catch { /* not kept */ }
    },
  };

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // Colours

  const dark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    const label = () => { button.firstElementChild.textContent = dark() ? button.dataset.light : button.dataset.dark; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const next = dark() ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      kept.set("theme", next);
      label();
    });
  }

  // Languages: the place on the page stays

  for (const link of document.querySelectorAll("[data-switch-language]")) {
    link.addEventListener("click", () => { link.hash = location.hash; });
  }

  // Copying

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages that are opened from a disk may lack the clipboard.
      const area = make("textarea", { readonly: "" });
      area.value = text;
      body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  const load = (file) => new Promise((resolve, reject) => {
    const script = make("script", { src: `${words.root}assets/${file}` });
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  const copier = (text, label) => {
    const button = make("button", { type: "button", class: "copy", "aria-label": label ? `${words.copy}: ${label}` : words.copy }, words.copy);
    button.addEventListener("click", async () => {
      await copy(text());
      button.textContent = words.copied;
      button.setAttribute("aria-label", words.copied);
      setTimeout(() => {
        button.textContent = words.copy;
        button.setAttribute("aria-label", label ? `${words.copy}: ${label}` : words.copy);
      }, 1500);
    });
    return button;
  };
  const addCopiers = (root) => {
    for (const block of root.querySelectorAll("[data-copy-from]")) {
      delete block.dataset.copyFrom;
      block.append(copier(() => block.querySelector("code").textContent, ""));
    }
    for (const name of root.querySelectorAll("[data-copy-text]")) {
      const text = name.textContent;
      delete name.dataset.copyText;
      name.after(copier(() => text, text));
    }
  };
  // Rows get theirs when they are opened: there are hundreds.
  addCopiers({ querySelectorAll: (selector) => [...document.querySelectorAll(selector)].filter((item) => !item.closest("details:not([open])")) });
  document.addEventListener("toggle", (event) => { if (event.target.open) addCopiers(event.target); }, true);

  // Colours of code

  const blocks = [...document.querySelectorAll("pre > code[class*='language-']")];
  if (blocks.length) {
    window.Prism = { manual: true };
    load("prism.js").then(() => blocks.forEach((block) => window.Prism.highlightElement(block)));
  }

  // Tabs

  for (const tabs of document.querySelectorAll("[data-tabs]")) {
    const panels = [...tabs.querySelectorAll(":scope > .tab")];
    const list = make("div", { role: "tablist", "aria-label": tabs.dataset.tabs });
    const buttons = panels.map((panel) => {
      const heading = panel.querySelector("h3");
      const button = make("button", { type: "button", role: "tab", id: `tab-${panel.dataset.tab}`, "aria-controls": `panel-${panel.dataset.tab}` }, heading.textContent);
      panel.id = `panel-${panel.dataset.tab}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      heading.hidden = true;
      list.append(button);
      return button;
    });
    const show = (index) => {
      buttons.forEach((button, number) => {
        button.setAttribute("aria-selected", String(number === index));
        button.tabIndex = number === index ? 0 : -1;
        panels[number].hidden = number !== index;
      });
    };
    const choose = (index) => {
      show(index);
      buttons[index].focus();
      kept.set("tab", panels[index].dataset.tab);
    };
    buttons.forEach((button, index) => button.addEventListener("click", () => choose(index)));
    list.addEventListener("keydown", (event) => {
      const now = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (to === undefined || now < 0) return;
      event.preventDefault();
      choose((to + buttons.length) % buttons.length);
    });
    tabs.prepend(list);
    show(Math.max(0, panels.findIndex((panel) => panel.dataset.tab === kept.get("tab"))));
  }

  // Rows that an address leads to

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let row = target.closest("details"); row; row = row.parentElement.closest("details")) row.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
  document.addEventListener("toggle", (event) => {
    const row = event.target;
    if (row.matches("details.action") && row.open) {
      const anchor = row.querySelector(":scope > .body");
      if (anchor && location.hash.slice(1) !== anchor.id) history.replaceState(null, "", `#${anchor.id}`);
    }
  }, true);

  // Filters

  for (const form of document.querySelectorAll("[data-filters]")) {
    const groups = [...document.querySelectorAll("section.resource")].map((group) => ({
      group,
      id: group.getAttribute("aria-labelledby"),
      rows: [...group.querySelectorAll(":scope > details.action")].map((row) => ({
        row,
        text: `${row.firstElementChild.textContent} ${row.querySelector(".body").id}`.toLowerCase(),
      })),
    }));
    const found = form.querySelector("[data-found]");
    const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
    const apply = () => {
      const asked = new FormData(form);
      const wanted = asked.get("text").toLowerCase().split(/\s+/).filter(Boolean);
      const effects = asked.getAll("effect");
      let count = 0;
      for (const { group, id, rows } of groups) {
        let shown = 0;
        for (const { row, text } of rows) {
          row.hidden = (asked.get("resource") && asked.get("resource") !== id)
            || (effects.length > 0 && !effects.includes(row.dataset.effect))
            || !wanted.every((word) => text.includes(word));
          if (!row.hidden) shown += 1;
        }
        group.hidden = shown === 0;
        count += shown;
      }
      found.textContent = count === total ? "" : found.dataset.found.replace("{count}", count).replace("{total}", total);
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  // Search

  const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(words.language, { granularity: "word" }) : null;
  const split = (text) => (segmenter
    ? [...segmenter.segment(text)].filter((part) => part.isWordLike).map((part) => part.segment)
    : text.split(/[^\p{L}\p{N}]+/u)
  ).flatMap((part) => part.split("_")).filter(Boolean);

  let index = null;
  const ready = async () => {
    if (index) return index;
    await Promise.all([load("minisearch.js"), load(`search.${words.language}.js`)]);
    const search = new window.MiniSearch({
      fields: ["title", "names", "summary", "more"],
      storeFields: ["title", "summary", "connector", "effect", "url"],
      tokenize: split,
      searchOptions: { boost: { title: 4, names: 3, summary: 2 }, prefix: true, fuzzy: (word) => (word.length > 4 ? 0.2 : false) },
    });
    search.addAll(window.connectorySearch);
    index = search;
    return index;
  };
  const highlighted = (text, found) => {
    const marks = [...new Set(found)].filter(Boolean).sort((one, other) => other.length - one.length);
    if (!marks.length) return [text];
    const pattern = new RegExp(`(${marks.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
    return text.split(pattern).map((part, number) => (number % 2 ? make("mark", {}, part) : part));
  };

  let dialog = null;
  const openSearch = async () => {
    if (!dialog) {
      const input = make("input", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "search-results", "aria-autocomplete": "list", "aria-label": words.search, placeholder: words.search, autocomplete: "off" });
      const list = make("ul", { id: "search-results", role: "listbox", "aria-label": words.search });
      const status = make("p", { role: "status", class: "muted" });
      const close = make("button", { type: "button", class: "close" }, words.close);
      dialog = make("dialog", { class: "search", "aria-label": words.search }, make("div", { class: "search-head" }, input, close), status, list, make("p", { class: "muted keys" }, words.keys));
      close.addEventListener("click", () => dialog.close());
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      let chosen = 0;
      const choose = (to) => {
        const options = [...list.children];
        if (!options.length) return;
        chosen = (to + options.length) % options.length;
        options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
        input.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      };
      const update = async () => {
        const search = await ready();
        const text = input.value.trim();
        const found = text ? search.search(text).slice(0, 30) : [];
        list.replaceChildren(...found.map((item, number) => {
          const link = make("a", { href: `${words.root}${item.url}`, tabindex: "-1" },
            make("strong", {}, ...highlighted(item.title, item.terms)),
            make("span", { class: "muted" }, item.connector),
            make("span", { class: "lead" }, ...highlighted(item.summary, item.terms)));
          return make("li", { role: "option", id: `search-option-${number}`, "aria-selected": "false" }, link);
        }));
        status.textContent = text && !found.length ? words.nothing : "";
        input.removeAttribute("aria-activedescendant");
        choose(0);
      };
      input.addEventListener("input", update);
      input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") choose(chosen + 1);
        else if (event.key === "ArrowUp") choose(chosen - 1);
        else if (event.key === "Escape") dialog.close();
        else if (event.key === "Enter" && list.children[chosen]) list.children[chosen].querySelector("a").click();
        else return;
        event.preventDefault();
      });
      body.append(dialog);
      ready();
    }
    dialog.showModal();
    dialog.querySelector("input").select();
  };
  for (const button of document.querySelectorAll("[data-open-search]")) {
    button.hidden = false;
    button.addEventListener("click", openSearch);
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      openSearch();
    }
  });

  // Printed pages have everything open

  addEventListener("beforeprint", () => { for (const row of document.querySelectorAll("details")) row.open = true; });
})();
