// The what-if page answers while somebody turns its knobs: the library prices
// the cells that came with the page as the server does. Only this page loads
// it; without it each change is answered by the server.

let library;
const load = async ({ moduleJs, moduleWasm }) => {
  const glue = await import(moduleJs);
  await glue.default({ module_or_path: moduleWasm });
  return glue;
};

export async function start(form) {
  library ??= load(form.dataset).catch((error) => {
    library = undefined;
    throw error;
  });
  const { open, answer } = await library;
  const base = form.querySelector("[data-what-if-base]");
  if (!form.isConnected || !open(document.documentElement.lang, base.content.textContent, "pilot" in base.dataset)) return;
  // From here on the server need not be asked.
  form.removeAttribute("data-live");
  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-reckoned-with]")) form.requestSubmit();
    else write(form, answer);
  });
  form.dataset.follows = "";
}

function write(form, answer) {
  const fields = [...new FormData(form)];
  const place = document.getElementById("what-if-answer");
  place.innerHTML = answer(fields.flat());
  const said = place.querySelector("[data-say]");
  const says = document.getElementById("live-says");
  if (said && says) says.textContent = said.dataset.say;
  const asked = new URLSearchParams(fields.filter(([, value]) => value));
  history.replaceState(history.state, "", `${form.getAttribute("action")}?${asked}`);
}
