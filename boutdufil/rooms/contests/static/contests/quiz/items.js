// What stands in the fields of a question: read, and put back.

// The value as it is sent; null for none; undefined while ranks are incomplete.
export function readItem(item) {
  const kind = item.dataset.kind;
  if (kind === "single") return item.querySelector("input:checked")?.value ?? null;
  if (kind === "multiple") return orNull([...item.querySelectorAll("input:checked")].map((box) => box.value));
  if (kind === "order") return readRanks([...item.querySelectorAll("select")]);
  return item.querySelector("input").value.trim() || null;
}

export function writeItem(item, value) {
  const chosen = Array.isArray(value) ? value : [value];
  for (const box of item.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    box.checked = chosen.includes(box.value);
  }
  for (const list of item.querySelectorAll("select")) {
    const place = chosen.indexOf(list.dataset.key) + 1;
    list.value = place ? String(place) : "";
  }
  const field = item.querySelector("input[type=text]");
  if (field) field.value = value ?? "";
}

// The digits choose an option where nothing is being typed.
export function chooseByDigit(event) {
  const item = event.target.closest?.("[data-item]");
  if (!item || event.target.matches("input[type=text], select")) return;
  if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const boxes = item.querySelectorAll("input[type=radio], input[type=checkbox]");
  const box = boxes[Number(event.key) - 1];
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.click();
}

function readRanks(lists) {
  const places = lists.map((list) => list.value);
  if (places.every((place) => place === "")) return null;
  const wanted = lists.map((_list, index) => String(index + 1));
  if (!wanted.every((place) => places.includes(place))) return undefined;
  return lists
    .toSorted((one, other) => Number(one.value) - Number(other.value))
    .map((list) => list.dataset.key);
}

function orNull(values) {
  return values.length ? values : null;
}
