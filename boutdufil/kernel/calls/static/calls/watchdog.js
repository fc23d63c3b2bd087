// Does media flow both ways? When not within 3 s: new paths; when still not: the room is told.

const LOOK = 500;
const PATIENCE = 3000;

export class Watchdog extends EventTarget {
  // Events: "flow" {up} when it changes and when it stays away; "figures" at each look.
  constructor(peer, { hasMedia }) {
    super();
    this.peer = peer;
    this.hasMedia = hasMedia;
    this.before = new Map();
    this.hears = this.isHeard = false;
    this.up = null;
    this.since = performance.now();
    this.restarts = 0;
    this.onSaid = ({ detail }) => {
      if ("hears" in detail) this.isHeard = detail.hears;
    };
    this.onOpen = () => this.peer.say({ hears: this.hears });
    peer.addEventListener("said", this.onSaid);
    peer.addEventListener("open", this.onOpen);
    this.timer = setInterval(() => this.look().catch(() => {}), LOOK);
  }

  async look() {
    const figures = this.read(await this.peer.connection.getStats());
    const hears = this.hasMedia ? figures.hears : this.peer.isOpen;
    if (hears !== this.hears) {
      this.hears = hears;
      this.peer.say({ hears });
    }
    this.judge(hears && this.isHeard);
    this.tell("figures", { ...figures, up: this.up === true });
  }

  judge(flows) {
    if (flows) {
      this.since = performance.now();
      this.restarts = 0;
      this.change(true);
    } else if (performance.now() - this.since > PATIENCE) {
      this.since = performance.now();
      // First try new paths, then say so; and go on trying.
      if (this.restarts++ > 0) this.change(false);
      this.peer.restart();
    }
  }

  change(up) {
    if (this.up === up) return;
    this.up = up;
    this.tell("flow", { up });
  }

  read(stats) {
    const figures = { fps: 0, width: 0, height: 0, received: 0, lost: 0, sent: 0, hears: false };
    const heard = [];
    for (const report of stats.values()) {
      if (report.type === "outbound-rtp") figures.sent += report.packetsSent ?? 0;
      if (report.type !== "inbound-rtp") continue;
      figures.received += report.packetsReceived ?? 0;
      figures.lost += report.packetsLost ?? 0;
      if (report.kind === "video") Object.assign(figures, picture(report));
      heard.push(this.grows(report.ssrc, report.packetsReceived ?? 0));
    }
    const expected = this.expected();
    figures.hears = expected > 0 ? heard.filter(Boolean).length >= expected : this.peer.isOpen;
    return figures;
  }

  // How many streams the other side has agreed to send.
  expected() {
    return this.peer.connection
      .getTransceivers()
      .filter((one) => ["sendrecv", "recvonly"].includes(one.currentDirection)).length;
  }

  // A stream may pause for a look; not for two seconds.
  grows(ssrc, packets) {
    const now = performance.now();
    const known = this.before.get(ssrc) ?? { packets: 0, at: 0 };
    if (packets > known.packets) this.before.set(ssrc, { packets, at: now });
    return packets > known.packets || (known.at > 0 && now - known.at < 2000);
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  close() {
    clearInterval(this.timer);
    this.peer.removeEventListener("said", this.onSaid);
    this.peer.removeEventListener("open", this.onOpen);
  }
}

function picture(report) {
  return {
    fps: report.framesPerSecond ?? 0,
    width: report.frameWidth ?? 0,
    height: report.frameHeight ?? 0,
  };
}
