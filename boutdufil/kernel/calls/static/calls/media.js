// Camera and microphone, and why they are not given.

// EN 301 549, 6.5: at least QVGA and 20 images a second; VGA and 30 preferred.
const PICTURE = {
  width: { min: 320, ideal: 640 },
  height: { min: 240, ideal: 480 },
  frameRate: { min: 20, ideal: 30 },
};
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "weak",
  NotReadableError: "busy",
  AbortError: "busy",
};

export class MediaError extends Error {
  // code: refused, missing, weak, busy, unsupported; device: "camera" or "microphone".
  constructor(code, device) {
    super(`${device}: ${code}`);
    this.code = code;
    this.device = device;
  }
}

// Open what is wanted. A device that fails is told to `failed` and left out.
export async function openMedia({ wantsVoice, wantsVideo, failed = () => {} }) {
  if (wantsVoice && wantsVideo) {
    // One question to the person instead of two.
    const both = await tryMedia({ audio: SOUND, video: PICTURE }).catch(() => null);
    if (both) return prepared(both);
  }
  const stream = new MediaStream();
  for (const [wanted, device, asked] of [
    [wantsVoice, "microphone", { audio: SOUND }],
    [wantsVideo, "camera", { video: PICTURE }],
  ]) {
    if (!wanted) continue;
    try {
      for (const track of (await tryMedia(asked)).getTracks()) stream.addTrack(track);
    } catch (error) {
      failed(new MediaError(REASONS[error.name] ?? "unsupported", device));
    }
  }
  return prepared(stream);
}

async function tryMedia(asked) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia(asked);
  } catch (error) {
    if (error.name !== "OverconstrainedError" || !asked.video) throw error;
    // A slow camera is better than none; the page shows how fast it is.
    const { width, height } = PICTURE;
    const slower = { width: { ideal: width.ideal }, height: { ideal: height.ideal } };
    return navigator.mediaDevices.getUserMedia({ ...asked, video: slower });
  }
}

// Signing needs motion before sharpness.
function prepared(stream) {
  for (const track of stream.getVideoTracks()) track.contentHint = "motion";
  for (const track of stream.getAudioTracks()) track.contentHint = "speech";
  return stream;
}

// Let a sender give up sharpness before images.
export async function preferMotion(sender) {
  if (sender.track?.kind !== "video") return;
  const parameters = sender.getParameters();
  parameters.degradationPreference = "maintain-framerate";
  for (const encoding of parameters.encodings ?? []) encoding.maxFramerate = 30;
  // Firefox knows the preference by the track's hint alone.
  await sender.setParameters(parameters).catch(() => {});
}

export function stopMedia(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
