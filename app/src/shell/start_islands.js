// What only some pages need comes in modules of their own: an element names one
// in data-module, and gets it started. Nothing waits for it, and without it the
// page still works.
const modules = (part) => {
  for (const element of part.querySelectorAll("[data-module]")) {
    import(element.dataset.module).then(({ start }) => start(element)).catch((error) => console.warn(error));
  }
};
modules(document);

// Starts the islands: loads the browser library by its two hashed addresses and
// hydrates every <leptos-island> in document order, outermost first.
const { js, wasm } = document.getElementById("start-islands").dataset;
const library = await import(js);
await library.default({ module_or_path: wasm });
library.hydrate();

// An island's children stay the server's HTML. A nested island belongs to the
// reactive owner of the island around it, which `$$on_hydrate` makes current.
const hydrate = async (node, owner) => {
  let inner = owner;
  if (node.localName === "leptos-island") {
    const island = library[node.dataset.component];
    if (island) {
      owner?.();
      await island(node);
    } else {
      console.error(`The browser library has no island ${node.dataset.component}.`);
    }
  } else if (node.localName === "leptos-children") {
    inner = node.$$on_hydrate ?? owner;
  }
  for (const child of [...node.children]) await hydrate(child, inner);
};
await hydrate(document.body);
document.documentElement.dataset.islands = "ready";
// A page that was fetched in place may bring islands of its own.
document.addEventListener("tahona:page", () => {
  const main = document.getElementById("main");
  if (!main) return;
  modules(main);
  hydrate(main);
});
