/** Kinds of images by the bytes that they begin with. */
const signatures: readonly {
  readonly type: string;
  readonly bytes: readonly number[];
  readonly at?: number;
}[] = [
  { type: "png", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "jpg", bytes: [0xff, 0xd8, 0xff] },
  { type: "gif", bytes: [0x47, 0x49, 0x46, 0x38] },
  // After `RIFF` and four bytes of length.
  { type: "webp", bytes: [0x57, 0x45, 0x42, 0x50], at: 8 },
  { type: "bmp", bytes: [0x42, 0x4d] },
  { type: "avif", bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66], at: 4 },
  { type: "tiff", bytes: [0x49, 0x49, 0x2a, 0x00] },
  { type: "tiff", bytes: [0x4d, 0x4d, 0x00, 0x2a] },
];

/** The usual ending of the kind of image that these bytes are, without a dot; undefined when they are none. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  return signatures.find(({ bytes: wanted, at = 0 }) =>
    wanted.every((byte, index) => bytes[at + index] === byte),
  )?.type;
}

/** Whether a file is an image, as far as its name tells. */
export function isImageName(name: string): boolean {
  return /\.(png|jpe?g|gif|webp|bmp|avif|tiff?|svg|ico|heic)$/i.test(name);
}
