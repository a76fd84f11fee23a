// Behaviour is added to elements that ask for it by data-module; every page works without it.
const modules = { search: "./components/search.js" };

for (const element of document.querySelectorAll("[data-module]")) {
  const path = modules[element.dataset.module];
  if (path) {
    const module = await import(path);
    module.start(element);
  }
}
