// Search by name over small files, one for the first two letters of a word; only those that are asked for are loaded.
const LONGEST_LIST = 50;
const loaded = new Map();

function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

function words(text) {
  return plain(text).match(/[a-z0-9]{2,}/g) ?? [];
}

async function shard(root, word) {
  const name = word.slice(0, 2);
  if (!loaded.has(name)) {
    loaded.set(name, fetch(`${root}search/${name}.json`).then((answer) => (answer.ok ? answer.json() : [])));
  }
  return loaded.get(name);
}

async function find(root, text) {
  const wanted = words(text);
  if (wanted.length === 0) return [];
  const longest = wanted.reduce((a, b) => (b.length > a.length ? b : a));
  const entries = await shard(root, longest);
  return entries.filter(([, , , names]) => wanted.every((word) => names.some((name) => name.startsWith(word))));
}

function show(root, found, list) {
  list.replaceChildren();
  for (const [label, path, kind] of found.slice(0, LONGEST_LIST)) {
    const link = document.createElement("a");
    link.href = root + path;
    link.textContent = label;
    const item = document.createElement("li");
    item.append(link, ` ${kind}`);
    list.append(item);
  }
}

export function start(element) {
  const { root } = element.dataset;
  const input = element.querySelector("input");
  const list = element.querySelector("ol");
  const status = element.querySelector("[role=status]");
  const search = async () => {
    const text = input.value;
    const found = await find(root, text);
    if (text !== input.value) return;
    show(root, found, list);
    const more = found.length > LONGEST_LIST ? `, the first ${LONGEST_LIST} shown` : "";
    status.textContent = words(text).length === 0 ? "" : `${found.length} found${more}`;
  };
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.addEventListener("input", search);
  element.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
    search();
  });
  search();
}
