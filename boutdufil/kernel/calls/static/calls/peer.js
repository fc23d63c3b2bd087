// One other person: a peer connection with perfect negotiation, trickle and ICE restart.
// The W3C's pattern (webrtc-pc, 10.7): both may offer at any time; the polite one gives way.

import { preferMotion } from "./media.js";

// Who is not to offer first waits so long for the offer, then offers.
const PATIENCE = 1500;
// A break shorter than this mends itself.
const BREAK = 2000;

export class Peer extends EventTarget {
  // other: {participant, role, name, session, relay_only, polite, offers};
  // send(body): to this other, through the leg.
  constructor({ other, servers, stream, kinds, send }) {
    super();
    this.other = other;
    this.send = (body) => send({ to: other.participant, session: other.session, ...body });
    this.stream = new MediaStream();
    this.isMaking = this.isIgnoring = this.isAnswering = false;
    this.mayOffer = other.offers;
    this.chain = Promise.resolve();
    this.connection = new RTCPeerConnection({
      iceServers: servers,
      iceTransportPolicy: other.relay_only ? "relay" : "all",
      bundlePolicy: "max-bundle",
    });
    this.listen();
    this.fill(stream, kinds);
    this.timer = setTimeout(() => this.offerAnyway(), PATIENCE);
  }

  listen() {
    const { connection } = this;
    connection.addEventListener("negotiationneeded", () => this.offer());
    connection.addEventListener("icecandidate", ({ candidate }) => {
      this.send({ candidate: candidate && plain(candidate) });
    });
    connection.addEventListener("track", ({ track }) => {
      this.stream.addTrack(track);
      this.tell("track", { track });
    });
    connection.addEventListener("connectionstatechange", () => this.changed());
    // The same number on both sides: there is no second one to agree on.
    this.channel = connection.createDataChannel("leg", { negotiated: true, id: 0 });
    this.channel.addEventListener("open", () => this.tell("open"));
    this.channel.addEventListener("message", ({ data }) => this.tell("said", JSON.parse(data)));
  }

  fill(stream, kinds) {
    for (const track of stream.getTracks()) {
      preferMotion(this.connection.addTrack(track, stream));
    }
    const sent = new Set(stream.getTracks().map((track) => track.kind));
    for (const kind of kinds) {
      // Who has no camera can still see; who answers needs not ask.
      if (this.mayOffer && !sent.has(kind)) {
        this.connection.addTransceiver(kind, { direction: "recvonly" });
      }
    }
  }

  get isOpen() {
    return this.channel.readyState === "open";
  }

  say(body) {
    if (this.isOpen) this.channel.send(JSON.stringify(body));
  }

  async offer() {
    if (!this.mayOffer) return;
    try {
      this.isMaking = true;
      await this.connection.setLocalDescription();
      this.send({ description: plain(this.connection.localDescription) });
    } catch (error) {
      this.stumble(error);
    } finally {
      this.isMaking = false;
    }
  }

  offerAnyway() {
    const { signalingState, currentRemoteDescription } = this.connection;
    this.mayOffer = true;
    if (signalingState === "stable" && !currentRemoteDescription) this.offer();
  }

  // Signals are heard one after another, in their order.
  hear(signal) {
    this.chain = this.chain.then(() => this.obey(signal)).catch((error) => this.stumble(error));
    return this.chain;
  }

  async obey({ description, candidate }) {
    if (description) {
      await this.describe(description);
    } else {
      await this.connection.addIceCandidate(candidate ?? undefined).catch((error) => {
        if (!this.isIgnoring) throw error;
      });
    }
  }

  async describe(description) {
    const { connection } = this;
    const isReady =
      !this.isMaking && (connection.signalingState === "stable" || this.isAnswering);
    this.isIgnoring = description.type === "offer" && !isReady && !this.other.polite;
    if (this.isIgnoring) return;
    this.isAnswering = description.type === "answer";
    await connection.setRemoteDescription(description);
    this.isAnswering = false;
    if (description.type === "offer") {
      await connection.setLocalDescription();
      this.send({ description: plain(connection.localDescription) });
    }
    this.mayOffer = true;
  }

  changed() {
    const state = this.connection.connectionState;
    clearTimeout(this.breaking);
    if (state === "failed") this.restart();
    if (state === "disconnected") this.breaking = setTimeout(() => this.restart(), BREAK);
    this.tell("connection", { state });
  }

  // New paths for the same conversation; the media goes on as soon as one is found.
  restart() {
    this.mayOffer = true;
    if (this.connection.signalingState !== "closed") this.connection.restartIce();
  }

  stumble(error) {
    if (this.connection.signalingState !== "closed") this.tell("stumble", { error });
  }

  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.breaking);
    this.connection.close();
  }
}

// Only what the server's list knows.
function plain(value) {
  if (value.sdp !== undefined) return { type: value.type, sdp: value.sdp };
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value.toJSON();
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
