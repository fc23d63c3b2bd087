// A page kept up to date piece by piece: a piece is an element with an id and a data-key, child of
// a [data-live]. One whose key is as before stays untouched, with what is typed and played in it;
// the [data-live] inside it are looked at in turn. `leave` hears of a piece once it is off the page.

export function exchange(old, fresh, { enliven = () => {}, leave = () => {} } = {}) {
  const focused = document.activeElement?.id;
  const known = new Map([...old.children].map((piece) => [piece.id, piece]));
  let place = old.firstElementChild;
  const pass = (piece) => {
    if (piece === place) place = place.nextElementSibling;
  };
  for (const piece of [...fresh.children]) {
    const before = known.get(piece.id);
    known.delete(piece.id);
    if (before?.dataset.key === piece.dataset.key) {
      exchangeInside(before, piece, { enliven, leave });
      if (before === place) pass(before);
      else old.insertBefore(before, place);
      continue;
    }
    const added = document.importNode(piece, true);
    old.insertBefore(added, place);
    if (before) {
      pass(before);
      before.remove();
      leave(before);
    }
    enliven(added);
  }
  for (const gone of known.values()) {
    gone.remove();
    leave(gone);
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

function exchangeInside(before, piece, ways) {
  for (const inner of before.querySelectorAll("[data-live]")) {
    const news = piece.querySelector(`#${CSS.escape(inner.id)}`);
    if (news) exchange(inner, news, ways);
  }
}
