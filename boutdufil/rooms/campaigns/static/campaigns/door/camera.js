// Read a QR code: the browser's own reader where it has one, else jsQR, fetched when first needed.

const LOOK_EVERY = 150;
const LARGEST = 1024;

export class Camera {
  constructor(video, onText) {
    this.video = video;
    this.onText = onText;
    this.stream = null;
  }

  get isOn() {
    return this.stream !== null;
  }

  // Raises what the browser raises when no camera is given.
  async start() {
    const facing = { facingMode: "environment" };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: facing, audio: false });
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    this.look();
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.video.hidden = true;
  }

  async look() {
    while (this.isOn) {
      if (this.video.videoWidth) {
        const size = [this.video.videoWidth, this.video.videoHeight];
        const text = await readCode(this.video, ...size).catch(() => "");
        if (text && this.isOn) this.onText(text);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }
}

// The text of a code in a picture file; "" when there is none, or the file is no picture.
export async function readPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    return await readCode(picture, picture.width, picture.height);
  } catch {
    return "";
  }
}

async function readCode(source, width, height) {
  if (await hasOwnReader()) {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(source);
    return found[0]?.rawValue ?? "";
  }
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  const canvas = new OffscreenCanvas(wide, high);
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(source, 0, 0, wide, high);
  const pixels = drawing.getImageData(0, 0, wide, high);
  await import("./vendor/jsQR.js");
  return self.jsQR(pixels.data, wide, high)?.data ?? "";
}

async function hasOwnReader() {
  if (!("BarcodeDetector" in self)) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}
