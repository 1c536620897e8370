// The template editor while somebody types: findings, phone, length and fields
// for samples follow each letter. Loads the library with the rules, which only
// this page has; without it the page's buttons do the same on the server.

// A breath, so that fast typing is checked once.
const AFTER_MS = 40;
// What the page knows, beside the fields.
const KNOWN = ["from", "utility", "marketing", "currency", "month"];

let library;
const load = async ({ moduleJs, moduleWasm }) => {
  const glue = await import(moduleJs);
  await glue.default({ module_or_path: moduleWasm });
  return glue;
};

export async function start(form) {
  let follow, later;
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(() => follow && form.isConnected && write(form, follow), AFTER_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  library ??= load(form.dataset).catch((error) => {
    library = undefined;
    throw error;
  });
  follow = (await library).follow;
  form.dataset.follows = "";
  // What was typed while the library was on its way.
  if (later) soon();
}

function write(form, follow) {
  const sheet = document.createElement("template");
  const fields = new URLSearchParams(new FormData(form));
  const book = form.querySelector("[data-template-book]").content.textContent;
  sheet.innerHTML = follow(fields.toString(), about(form).toString(), book);
  for (const made of sheet.content.children) {
    const { place, part } = made.dataset;
    const there = form.querySelector(`[data-template-language="${place}"] [data-template-${part}]`);
    if (!there || there.innerHTML === made.innerHTML) continue;
    // Fields that fit stay, with what is typed in them and the focus.
    if (part === "samples" && names(there) === names(made)) continue;
    there.replaceChildren(...made.childNodes);
  }
}

const names = (part) => Array.from(part.querySelectorAll("input"), (input) => input.name).join(" ");

function about(form) {
  const page = new URLSearchParams({ lang: document.documentElement.lang });
  const icon = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  page.set("sprite", icon.split("#")[0]);
  for (const name of KNOWN) page.set(name, form.dataset[name] ?? "");
  for (const part of form.querySelectorAll("[data-template-language]")) {
    const place = part.dataset.templateLanguage;
    page.set(`account${place}`, part.dataset.templateAccount ?? "");
    const texts = Array.from(part.querySelectorAll("textarea, input[name$='.footer']"));
    if (texts.every((text) => text.value === text.defaultValue)) page.set(`same${place}`, "1");
  }
  return page;
}
