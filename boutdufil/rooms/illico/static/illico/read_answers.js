// What somebody opened before calling goes with their call, once each, in the order of reading.

const form = document.getElementById("appeler");

document.addEventListener(
  "toggle",
  (event) => {
    const id = event.target.dataset?.answer;
    if (!form || !id || !event.target.open) return;
    if (form.querySelector(`input[name="read"][value="${CSS.escape(id)}"]`)) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "read", value: id });
    form.append(field);
  },
  true,
);
