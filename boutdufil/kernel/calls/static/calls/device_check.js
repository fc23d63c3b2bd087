// Before a call: is the microphone heard, are the hands seen, does the network carry?

import { openMedia, stopMedia } from "./media.js";
import { readWords } from "./words.js";

// Picture of 64 by 48 grey points: enough for light, too little to know anybody.
const GRID = { width: 64, height: 48 };
// Mean luminance and its spread, of 255, below or above which hands are hard to read.
const DARK = 60;
const BRIGHT = 205;
const FLAT = 22;
// A window behind: the middle so much darker than the edge.
const BACKLIGHT = 45;
const LOOK = 400;
const NETWORK_PATIENCE = 8000;
const LISTEN = 100;
// Samples looked at each time: more than pass meanwhile (4,800 at 48 kHz), so no sound is missed.
const HEARD = 8192;

// {luminance, contrast, backlight} in grey levels 0 to 255, or null before the first image.
export function measureLight(video) {
  if (!video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, GRID);
  const painter = canvas.getContext("2d", { willReadFrequently: true });
  painter.drawImage(video, 0, 0, GRID.width, GRID.height);
  return summary(painter.getImageData(0, 0, GRID.width, GRID.height).data);
}

export function summary(pixels) {
  const greys = [];
  const [middle, edge] = [[], []];
  for (let at = 0; at < pixels.length; at += 4) {
    // ITU-R BT.709
    const grey = 0.2126 * pixels[at] + 0.7152 * pixels[at + 1] + 0.0722 * pixels[at + 2];
    const [x, y] = [(at / 4) % GRID.width, Math.floor(at / 4 / GRID.width)];
    const isMiddle = x > 16 && x < 48 && y > 8;
    greys.push(grey);
    (isMiddle ? middle : edge).push(grey);
  }
  const luminance = mean(greys);
  const contrast = Math.sqrt(mean(greys.map((grey) => (grey - luminance) ** 2)));
  return { luminance, contrast, backlight: mean(edge) - mean(middle) };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// The word that describes a light: see templates/calls/_device_check.html.
export function judgeLight({ luminance, contrast, backlight }) {
  if (luminance < DARK) return "light-dark";
  if (backlight > BACKLIGHT) return "light-behind";
  if (luminance > BRIGHT) return "light-bright";
  return contrast < FLAT ? "light-flat" : "light-good";
}

// Calls `heard` with the level, 0 to 1, until the returned function is called.
export function watchLevel(stream, heard) {
  const audio = new AudioContext();
  const analyser = new AnalyserNode(audio, { fftSize: HEARD });
  const samples = new Float32Array(HEARD);
  audio.createMediaStreamSource(stream).connect(analyser);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(mean([...samples].map((sample) => sample * sample)));
    heard(Math.min(1, loudness * 6));
  }, LISTEN);
  return () => {
    clearInterval(timer);
    audio.close();
  };
}

// Connect to ourselves the way a call would; resolves to the milliseconds, or null.
export async function tryNetwork({ servers = [], relayOnly = false } = {}) {
  const settings = { iceServers: servers, iceTransportPolicy: relayOnly ? "relay" : "all" };
  const [one, other] = [new RTCPeerConnection(settings), new RTCPeerConnection(settings)];
  const started = performance.now();
  const described = deferred();
  carry(one, other, described.promise);
  carry(other, one, described.promise);
  const channel = one.createDataChannel("try");
  const opened = new Promise((done) => {
    channel.addEventListener("open", () => done(performance.now() - started));
    setTimeout(() => done(null), NETWORK_PATIENCE);
  });
  try {
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription);
    described.resolve();
    return await opened;
  } finally {
    one.close();
    other.close();
  }
}

function carry(from, to, described) {
  from.addEventListener("icecandidate", async ({ candidate }) => {
    await described;
    if (to.signalingState !== "closed") await to.addIceCandidate(candidate).catch(() => {});
  });
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

export class DeviceCheck {
  constructor(root) {
    this.root = root;
    this.say = readWords(root);
    this.video = root.querySelector("[data-check-picture]");
    this.start = root.querySelector("[data-check-start]");
    this.start.addEventListener("click", () => this.run());
    addEventListener("pagehide", () => this.stop());
  }

  tell(part, word, values) {
    const line = this.root.querySelector(`[data-check="${part}"]`);
    const words = this.say(word, values);
    if (line && line.textContent !== words) line.textContent = words;
    if (line) line.dataset.result = word;
  }

  async run() {
    this.stop();
    const wantsVideo = Boolean(this.video);
    const failed = ({ code, device }) => this.tell(device, `${device}-${code}`);
    this.stream = await openMedia({ wantsVoice: true, wantsVideo, failed });
    if (this.stream.getAudioTracks().length) this.listen();
    if (this.stream.getVideoTracks().length) this.look();
    await this.connect();
  }

  listen() {
    const meter = this.root.querySelector("[data-check-level]");
    let loudest = 0;
    this.tell("microphone", "microphone-silent");
    this.stopLevel = watchLevel(this.stream, (level) => {
      loudest = Math.max(loudest, level);
      meter.value = level;
      if (loudest > 0.1) this.tell("microphone", "microphone-good");
    });
  }

  look() {
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    this.timer = setInterval(() => {
      const light = measureLight(this.video);
      if (!light) return;
      const { width, height, frameRate } = this.stream.getVideoTracks()[0].getSettings();
      const fps = Math.round(frameRate ?? 0);
      this.tell("camera", fps < 20 ? "camera-slow" : "camera-good", { fps, width, height });
      this.tell("light", judgeLight(light));
    }, LOOK);
  }

  async connect() {
    const { servers = "[]", relayOnly } = this.root.dataset;
    this.tell("network", "network-trying");
    const settings = { servers: JSON.parse(servers), relayOnly: relayOnly === "true" };
    const taken = await tryNetwork(settings);
    const word = taken === null ? "network-none" : taken > 1500 ? "network-slow" : "network-good";
    this.tell("network", word, { ms: Math.round(taken ?? 0) });
  }

  stop() {
    clearInterval(this.timer);
    this.stopLevel?.();
    stopMedia(this.stream);
  }
}

for (const root of document.querySelectorAll("[data-device-check]")) {
  root.check = new DeviceCheck(root);
}
