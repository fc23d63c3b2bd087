// Small comforts of the path; every page does the same without this file.

const text = (node, value) => {
  if (node) node.textContent = value;
};

/** Keep the visible counts true while boxes are ticked. */
function followTicks(form) {
  const boxes = [...form.querySelectorAll('input[name="skill"]')];
  const total = form.querySelector("[data-total]");
  const recount = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    text(total, total?.textContent.replace(/\d+/, ticked));
    form.querySelectorAll("[data-group]").forEach((group) => {
      const own = [...group.querySelectorAll('input[name="skill"]')];
      const shown = form.querySelector(`[data-count-of="${group.dataset.group}"]`);
      const count = own.filter((box) => box.checked).length;
      text(shown, shown?.textContent.replace(/\d+/, count));
    });
  };
  form.addEventListener("change", recount);
  form.querySelectorAll('button[name="all"]').forEach((button) => {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const group = button.closest("[data-group]");
      group.querySelectorAll('input[name="skill"]').forEach((box) => {
        box.checked = true;
      });
      recount();
    });
  });
}

/** Buttons that only make sense with JavaScript come out of hiding. */
function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function offerCopy(button) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    // Without a secure address there is no clipboard: the link stays selected for the keyboard.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(field.value);
    text(button, button.dataset.done);
  });
}

document.querySelectorAll("[data-ticks]").forEach(followTicks);
document.querySelectorAll("[data-print]").forEach(offerPrint);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
