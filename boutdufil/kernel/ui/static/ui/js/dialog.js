// Turns <details data-dialog> into a modal dialog; without this it unfolds in place.

function makeWindow(details) {
  const win = document.createElement("dialog");
  const body = details.querySelector(".dialog-body");
  const title = body.querySelector(".dialog-title");
  const form = document.createElement("form");
  const close = document.createElement("button");
  title.id ||= `dialog-${Math.random().toString(36).slice(2)}`;
  win.className = "dialog-window";
  win.setAttribute("aria-labelledby", title.id);
  form.method = "dialog";
  form.className = "dialog-close";
  close.className = "button button--quiet";
  close.textContent = details.dataset.close;
  form.append(close);
  win.append(body, form);
  details.after(win);
  return win;
}

for (const details of document.querySelectorAll("details[data-dialog]")) {
  const summary = details.querySelector("summary");
  let win = null;
  summary.setAttribute("aria-haspopup", "dialog");
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    win ??= makeWindow(details);
    win.showModal();
  });
}

// A click on the backdrop closes; its target is the dialog itself, outside its box.
document.addEventListener("click", (event) => {
  const win = event.target;
  if (!(win instanceof HTMLDialogElement) || !win.open) return;
  const box = win.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right &&
    event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) win.close();
});
