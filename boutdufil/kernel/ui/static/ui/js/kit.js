// Small helps of every page: focus on errors, theme, menu, value of a range.

const summary = document.querySelector("[data-focus]");
summary?.focus();

const root = document.documentElement;
const choice = document.querySelector("[data-theme-choice]");

function showTheme() {
  for (const button of choice.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.value === (root.dataset.theme ?? "")));
  }
}

function chooseTheme(value) {
  if (value) {
    root.dataset.theme = value;
  } else {
    delete root.dataset.theme;
  }
  try {
    localStorage.setItem("theme", value);
  } catch {
    // Storage can be refused: the choice then lasts as long as the page.
  }
  showTheme();
}

if (choice) {
  choice.hidden = false;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) chooseTheme(button.dataset.value);
  });
  showTheme();
}

const menu = document.querySelector("[data-menu]");

menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const range of document.querySelectorAll('input[type="range"]')) {
  const output = range.parentElement.querySelector("output");
  if (!output) continue;
  const show = () => (output.value = range.value);
  output.hidden = false;
  range.addEventListener("input", show);
  show();
}
