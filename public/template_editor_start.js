// The template editor while somebody types: findings, phone, length and fields
// for samples follow each letter, and the draft is saved by itself. Loads the
// library with the rules, which only this page has; without it the page's
// buttons do the same on the server.

// A breath, so that fast typing is checked once.
const AFTER_MS = 40;
// What the page knows, beside the fields.
const KNOWN = ["from", "utility", "marketing", "currency", "month", "estimated"];

// What is typed is saved after a pause, and at once when the page goes away.
const SAVE_AFTER_MS = 2000;
const SAVE_LARGE_AFTER_MS = 300;
const AGAIN_AFTER_MS = 15000;
const PATIENCE_MS = 20000;
// Browsers send no more than 64 kB for a page that is gone.
const MOST_WHEN_LEAVING = 60000;

let library;
const load = async ({ moduleJs, moduleWasm }) => {
  const glue = await import(moduleJs);
  await glue.default({ module_or_path: moduleWasm });
  return glue;
};

export async function start(form) {
  saveByItself(form);
  let follow, later;
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(() => follow && form.isConnected && write(form, follow), AFTER_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  gone.set(form, new Map());
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
    if (part.endsWith("samples") && names(there) === names(made)) continue;
    // A variable that is being retyped is another one for a moment; its sample comes back with it.
    const values = gone.get(form);
    for (const input of there.querySelectorAll("input")) values.set(input.name, input.value);
    there.replaceChildren(...made.childNodes);
    for (const input of there.querySelectorAll("input")) input.value ||= values.get(input.name) ?? "";
  }
}

// Values of fields that have come and gone, by form and name.
const gone = new WeakMap();

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

// The form of the page, as far as it saves by itself.
let here;
addEventListener("pagehide", () => here?.save(true));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") here?.save(true);
});
// A form beside this one leads away from the page, too.
document.addEventListener("submit", (event) => {
  if (event.target !== here?.form) here?.save(true);
}, true);
document.addEventListener("tahona:unsent", () => here?.unsent());
// More than what is sent for a page that is gone has to be waited for.
addEventListener("beforeunload", (event) => {
  if (here?.large()) event.preventDefault();
});
// Another page has come in the place of this one.
document.addEventListener("tahona:page", () => {
  if (!here || here.form.isConnected) return;
  here.save(true);
  here = undefined;
});

function saveByItself(form) {
  const line = form.querySelector("[data-template-saved]");
  if (!line) return;
  const { version } = form.elements;
  let typed = false;
  // Whether the person is signed out, as far as the last answer told.
  let outside = false;
  let large = false;
  let later, saving;

  const say = (words, well) => {
    line.textContent = words;
    line.hidden = false;
    line.classList.toggle("t-warn", !well);
    const says = document.getElementById("live-says");
    if (!well && says) says.textContent = words;
  };
  const again = (words) => {
    typed = true;
    clearTimeout(later);
    later = setTimeout(save, AGAIN_AFTER_MS, false);
    say(words, false);
  };
  const send = async (leaving) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", "auto");
    const body = fields.toString();
    large = body.length >= MOST_WHEN_LEAVING;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: fields,
        // Somebody who was signed out is led to another page: that is no answer.
        redirect: "manual",
        keepalive: leaving && !large,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      outside = answer.type === "opaqueredirect";
      if (outside) {
        again(line.dataset.outside);
        return;
      }
      if (!answer.ok) throw new Error(`saving: ${answer.status}`);
      const saved = await answer.json();
      if (saved.again) {
        again(saved.said);
        return;
      }
      // What is saved next builds upon this.
      if (saved.version) version.value = saved.version;
      say(saved.said, saved.well);
    } catch {
      again(line.dataset.silent);
    }
  };
  const save = (leaving) => {
    clearTimeout(later);
    if (!typed) return;
    if (saving && !leaving) {
      // One after the other, so that each builds upon the one before.
      saving.then(() => save(false));
      return;
    }
    typed = false;
    const sent = send(leaving).then(() => {
      if (saving === sent) saving = undefined;
    });
    saving = sent;
  };
  const soon = () => {
    typed = true;
    clearTimeout(later);
    later = setTimeout(save, large ? SAVE_LARGE_AFTER_MS : SAVE_AFTER_MS, false);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    // The console asks first; until it was answered nothing is sent.
    if (button?.dataset.confirm && !form.hasAttribute("data-confirmed")) return;
    if (outside) {
      // The answer would be the page to sign in, in the place of what is written here.
      event.preventDefault();
      event.stopImmediatePropagation();
      typed = true;
      save(false);
      return;
    }
    if (saving) {
      // The button builds upon what is on its way.
      event.preventDefault();
      event.stopImmediatePropagation();
      saving.then(() => form.requestSubmit(button?.isConnected ? button : null));
      return;
    }
    // The button saves.
    clearTimeout(later);
    typed = false;
  });
  // What was typed while this script was on its way.
  if (Array.from(form.elements).some((field) => field.type !== "hidden" && field.value !== (field.defaultValue ?? field.value))) soon();
  here = { form, save, unsent: soon, large: () => large && (typed || Boolean(saving)) };
}
