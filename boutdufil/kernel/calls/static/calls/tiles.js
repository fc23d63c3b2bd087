// The others on the page: a picture for each, with the name under it.

export class Tiles {
  constructor(container, { blocked }) {
    this.container = container;
    this.blocked = blocked;
    this.videos = new Set();
    this.isQuiet = false;
  }

  add(id, name, stream) {
    const figure = document.createElement("figure");
    const video = document.createElement("video");
    const caption = document.createElement("figcaption");
    figure.className = "call-tile";
    figure.dataset.participant = id;
    video.autoplay = true;
    video.playsInline = true;
    video.muted = this.isQuiet;
    video.setAttribute("aria-label", name);
    caption.textContent = name;
    figure.append(video, caption);
    this.container.append(figure);
    this.videos.add(video);
    return {
      refresh: () => {
        // Not before: an empty picture would keep the page loading for ever.
        video.srcObject ??= stream;
        figure.dataset.picture = String(stream.getVideoTracks().length > 0);
        // A browser may want a gesture before it plays sound.
        video.play().catch((error) => error.name === "NotAllowedError" && this.blocked());
      },
      mark: (up) => (figure.dataset.flow = up ? "up" : "away"),
      remove: () => {
        this.videos.delete(video);
        video.srcObject = null;
        figure.remove();
      },
    };
  }

  quiet(on) {
    this.isQuiet = on;
    for (const video of this.videos) video.muted = on;
  }

  play() {
    for (const video of this.videos) video.play().catch(() => {});
  }
}
