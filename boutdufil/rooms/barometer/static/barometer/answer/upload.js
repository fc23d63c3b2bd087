// A file that is too large is refused before it is sent: nobody waits for two gigabytes to leave.

for (const form of document.querySelectorAll("[data-largest]")) {
  const field = form.querySelector("input[type=file]");
  const refusal = form.querySelector("[data-refusal]");
  const isTooLarge = () => (field.files[0]?.size ?? 0) > Number(form.dataset.largest);
  const tell = () => {
    refusal.textContent = isTooLarge() ? form.dataset.tooLarge : "";
  };
  field.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    tell();
    if (isTooLarge()) event.preventDefault();
  });
}
