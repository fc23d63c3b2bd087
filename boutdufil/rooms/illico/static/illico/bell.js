// A bell one may switch on; seeing is always enough.

const NAME = "illico.bell";
const BEAT = 2000;

export class Bell {
  get isOn() {
    return localStorage.getItem(NAME) === "on";
  }

  wire(box) {
    box.checked = this.isOn;
    box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "on" : "off"));
  }

  ring() {
    if (!this.isOn || this.timer) return;
    this.audio ??= new AudioContext();
    this.strike();
    this.timer = setInterval(() => this.strike(), BEAT);
  }

  strike() {
    const { audio } = this;
    for (const [after, pitch] of [[0, 660], [0.25, 880]]) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.15, audio.currentTime + after);
      loudness.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + after + 0.4);
      tone.connect(loudness).connect(audio.destination);
      tone.start(audio.currentTime + after);
      tone.stop(audio.currentTime + after + 0.4);
    }
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
  }
}
