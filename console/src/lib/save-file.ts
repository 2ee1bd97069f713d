/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

const DENSITY = 2;
const HEADER = 56;
const MARGIN = 16;

/** What stands above a picture, and how it looks. */
export interface Caption {
  title: string;
  /** Below the title, smaller. */
  about: string;
  font: string;
  ink: string;
  soft: string;
  background: string;
}

/** A drawn chart as a PNG with its title, twice as dense as it stands on the page; null where nothing is drawn. */
export async function pictureOf(svg: SVGSVGElement | null, caption: Caption): Promise<Blob | null> {
  if (!svg) return null;
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * DENSITY;
  canvas.height = (height + HEADER) * DENSITY;
  const drawn = canvas.getContext("2d");
  if (!drawn) return null;
  drawn.scale(DENSITY, DENSITY);
  drawn.fillStyle = caption.background;
  drawn.fillRect(0, 0, width, height + HEADER);
  drawn.fillStyle = caption.ink;
  drawn.font = `600 16px ${caption.font}`;
  drawn.fillText(caption.title, MARGIN, 24, width - 2 * MARGIN);
  drawn.fillStyle = caption.soft;
  drawn.font = `12px ${caption.font}`;
  drawn.fillText(caption.about, MARGIN, 44, width - 2 * MARGIN);
  drawn.drawImage(image, 0, HEADER, width, height);
  return await new Promise((done) => canvas.toBlob(done, "image/png"));
}
